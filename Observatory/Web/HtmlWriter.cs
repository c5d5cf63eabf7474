using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Observatory.Web;

/// <summary>Builds a page. Whatever is put into it, as an interpolated value or as text, is escaped; only what is written in the source is markup.</summary>
internal sealed class HtmlWriter
{
    // Other scripts than Latin are sent as they are (the page says that it is UTF-8); what markup is made of is escaped all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly (string Path, string Name)[] Navigation =
        [("/", "Home"), ("/dashboards", "Dashboards"), ("/search", "Traces"), ("/map", "Map"), ("/logs", "Logs")];

    private readonly StringBuilder _page = new();

    /// <summary>Characters written so far.</summary>
    public int Length => _page.Length;

    /// <summary>Begins a page.</summary>
    /// <param name="title">Its title and heading.</param>
    /// <param name="section">The entry of the navigation that it belongs to; left out, the one that is called like the page.</param>
    public static HtmlWriter Page(string title, string? section = null)
    {
        var page = new HtmlWriter();
        page.Add($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title} · Observatory</title>
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">

            """);
        page.AddAssets();
        page.AddHeader(section ?? title);
        page.Add($"<main id=\"main\" tabindex=\"-1\">\n<h1>{title}</h1>\n");
        return page;
    }

    /// <summary>Adds markup; the interpolated values are escaped.</summary>
    [OverloadResolutionPriority(1)]
    [SuppressMessage("Performance", "CA1822", Justification = "The markup is written into this page while the compiler builds the argument.")]
    public void Add([InterpolatedStringHandlerArgument("")] ref HtmlMarkup markup) => _ = markup;

    /// <summary>Adds markup that was prepared elsewhere; the interpolated values are escaped.</summary>
    public void Add(FormattableString markup) =>
        _page.AppendFormat(null, markup.Format, Array.ConvertAll(markup.GetArguments(), v => (object)Encoder.Encode(FormattableString.Invariant($"{v}"))));

    /// <summary>Adds an option of a select element.</summary>
    public void AddOption(string value, string text, bool isChosen)
    {
        if (isChosen)
        {
            Add($"<option value=\"{value}\" selected>{text}</option>");
        }
        else
        {
            Add($"<option value=\"{value}\">{text}</option>");
        }
    }

    /// <summary>Ends the page.</summary>
    public string End()
    {
        Add($"</main>\n</body>\n</html>\n");
        return _page.ToString();
    }

    /// <summary>Adds what is written in the source.</summary>
    internal void AddMarkup(string markup) => _page.Append(markup);

    /// <summary>Adds text.</summary>
    internal void AddText(string text) => _page.Append(Encoder.Encode(text));

    private void AddAssets()
    {
        // Not a module: it runs before the first paint, so that a chosen theme does not flash up as the other one.
        Add($"<script src=\"/assets/{PageAssets.EarlyScript}\"></script>\n");
        foreach (var name in PageAssets.Styles)
        {
            Add($"<link rel=\"stylesheet\" href=\"/assets/{name}\">\n");
        }

        foreach (var name in PageAssets.Scripts)
        {
            Add($"<script type=\"module\" src=\"/assets/{name}\"></script>\n");
        }
    }

    private void AddHeader(string section)
    {
        Add($"</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to the content</a>\n<header class=\"chrome\">");
        Add($"<a class=\"home\" href=\"/\"><img src=\"/assets/icon.svg\" alt=\"\" width=\"20\" height=\"20\">Observatory</a><nav aria-label=\"Pages\">");
        foreach (var (path, name) in Navigation)
        {
            if (name == section)
            {
                Add($"<a href=\"{path}\" aria-current=\"page\">{name}</a>");
            }
            else
            {
                Add($"<a href=\"{path}\">{name}</a>");
            }
        }

        Add($"</nav></header>\n");
    }
}
