using System.Text;
using System.Text.Encodings.Web;

namespace Observatory.Web;

/// <summary>Builds a page. Whatever is put into it, as an interpolated value or as text, is escaped; only what is written in the source is markup.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _page = new();

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
            <link rel="icon" href="/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/page.css">
            </head>
            <body>
            <header><a href="/">Observatory</a></header>
            <main>
            <h1>{title}</h1>

            """);
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
