using System.Text;
using System.Text.Encodings.Web;

namespace Observatory.Web;

/// <summary>Builds a page. Whatever is put into it, as an interpolated value or as text, is escaped; only what is written in the source is markup.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _page = new();

    private static readonly (string Path, string Name)[] Navigation = [("/search", "Traces")];

    /// <summary>Begins a page.</summary>
    public static HtmlWriter Page(string title)
    {
        var page = new HtmlWriter();
        page.Add($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} · Observatory</title>
            <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">

            """);
        foreach (var name in PageAssets.Styles)
        {
            page.Add($"<link rel=\"stylesheet\" href=\"/assets/{name}\">\n");
        }

        foreach (var name in PageAssets.Scripts)
        {
            page.Add($"<script type=\"module\" src=\"/assets/{name}\"></script>\n");
        }

        page.Add($"</head>\n<body>\n<header><a class=\"home\" href=\"/\">Observatory</a>");
        foreach (var (path, name) in Navigation)
        {
            page.Add($" <a href=\"{path}\">{name}</a>");
        }

        page.Add($"</header>\n<main>\n<h1>{title}</h1>\n");
        return page;
    }

    /// <summary>Adds markup; the interpolated values are escaped.</summary>
    public void Add(FormattableString markup)
    {
        var values = Array.ConvertAll(markup.GetArguments(), v => (object)Escape(FormattableString.Invariant($"{v}")));
        _page.AppendFormat(null, markup.Format, values);
    }

    /// <summary>Ends the page.</summary>
    public string End()
    {
        Add($"</main></body></html>\n");
        return _page.ToString();
    }

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
