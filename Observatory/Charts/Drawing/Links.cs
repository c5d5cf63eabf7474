using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.Drawing;

/// <summary>Writes links, those that may be written.</summary>
internal static class Links
{
    private const int Most = 5;

    /// <summary>Adds an arrow for each link; its title says where it leads.</summary>
    public static void AddArrows(HtmlWriter page, IReadOnlyList<ChartLink> links, string of)
    {
        foreach (var link in links.Where(l => l.IsSafe).Take(Most))
        {
            page.Add($"<a class=\"chart-link\" href=\"{link.Href}\" title=\"{link.Title}\" aria-label=\"{link.Title} ({of})\">↗</a>");
        }
    }

    /// <summary>Adds links that say where they lead.</summary>
    public static void AddNamed(HtmlWriter page, IReadOnlyList<ChartLink> links)
    {
        foreach (var link in links.Where(l => l.IsSafe).Take(Most))
        {
            page.Add($"<a class=\"chart-link named\" href=\"{link.Href}\">{link.Title} ↗</a>");
        }
    }

    /// <summary>Begins a link around what follows, if there is one.</summary>
    public static void Open(HtmlWriter page, ChartLink? link, string css = "chart-inner-link")
    {
        if (link is not null)
        {
            page.Add($"<a class=\"{css}\" href=\"{link.Href}\" title=\"{link.Title}\">");
        }
    }

    /// <summary>Ends it.</summary>
    public static void Close(HtmlWriter page, ChartLink? link)
    {
        if (link is not null)
        {
            page.Add($"</a>");
        }
    }
}
