using System.Globalization;
using System.Text;

namespace Observatory.Web;

/// <summary>What the pages load, all of it.</summary>
internal static class PageAssets
{
    private const int Indents = 24;

    /// <summary>The pages' style; light or dark as the reader's system says.</summary>
    public static readonly string Style = """
        :root { color-scheme: light dark; --line: light-dark(#d5d9e0, #3a404b); --bar: light-dark(#3b73c8, #6f9fe8); --bad: light-dark(#c22f2f, #ff7b72); }
        body { margin: 0; font: 15px/1.5 system-ui, sans-serif; }
        header, main { padding: .75rem 1.5rem; max-width: 90rem; margin: auto; }
        header { font-weight: 600; }
        h1 { font-size: 1.4rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.1rem; margin-top: 2rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
        th { font-weight: 600; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .error { color: var(--bad); }
        .links { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: 0; list-style: none; }
        form { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; }
        label { display: grid; font-size: .9em; }
        .waterfall { overflow-x: auto; }
        .span { border-bottom: 1px solid var(--line); min-width: 40rem; }
        summary { display: grid; grid-template-columns: minmax(14rem, 38%) 1fr 6rem; gap: .75rem; align-items: center; cursor: pointer; }
        summary .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        summary svg { width: 100%; height: .9rem; }
        small { opacity: .7; }
        .bar { fill: var(--bar); }
        .bad { fill: var(--bad); }
        details table { margin: .25rem 0 1rem 1.5rem; width: auto; font-size: .9em; }
        """ + Indentation();

    /// <summary>The icon.</summary>
    public const string Icon = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#3b73c8"/><circle cx="8" cy="8" r="3" fill="#fff"/></svg>
        """;

    private static string Indentation()
    {
        var style = new StringBuilder();
        for (var depth = 1; depth <= Indents; depth++)
        {
            style.Append(CultureInfo.InvariantCulture, $"\n.i{depth} summary .name {{ padding-left: {depth * 0.9:0.0}rem; }}");
        }

        return style.ToString();
    }
}
