using Observatory.Charts.Formats;
using Observatory.Dashboards.Panels;
using Observatory.Html;

namespace Observatory.Dashboards.Pages;

/// <summary>A panel with its title, what it says about itself, its links, and whatever went wrong.</summary>
internal static class PanelFrame
{
    // With this much in the page, panels say so instead of drawing.
    private const int MaxCharacters = 30_000_000;

    /// <summary>Adds a panel.</summary>
    /// <param name="page">The page.</param>
    /// <param name="data">The panel and its answers.</param>
    /// <param name="classes">Where it stands.</param>
    /// <param name="viewLink">Where it is shown alone, or null.</param>
    /// <param name="title">Another title than its own.</param>
    /// <param name="id">Another id than its own, on a page with panels of several boards.</param>
    public static async ValueTask AddAsync(HtmlWriter page, PanelData data, string classes, string? viewLink, string? title = null, string? id = null)
    {
        var panel = data.Panel;
        title ??= data.Scope.Fill(panel.Title, "text");
        page.Add($"<section class=\"panel {classes}\" id=\"{id ?? $"panel-{panel.Id}"}\" data-type=\"{panel.Type}\" data-state=\"{State(data)}\"><header class=\"panel-head\"><h2>");
        if (viewLink is null)
        {
            page.Add($"{title}</h2>");
        }
        else
        {
            // A narrow panel cuts its title off: all of it is told where the pointer rests.
            var name = title.Length > 0 ? title : $"Panel {panel.Id}";
            page.Add($"<a href=\"{viewLink}\" title=\"{name} – show large\">{name}</a></h2>");
        }

        if (panel.TimeFrom is { Length: > 0 } || panel.TimeShift is { Length: > 0 })
        {
            page.Add($"<span class=\"badge\">{(panel.TimeFrom is { Length: > 0 } back ? TimePicker.NameOf(data.Time) : $"{panel.TimeShift} earlier")}</span>");
        }

        AddAbout(page, data, title);
        page.Add($"</header><div class=\"panel-body\">");
        await AddBodyAsync(page, data).ConfigureAwait(false);
        page.Add($"</div></section>\n");
        await page.FlushAsync().ConfigureAwait(false);
    }

    private static string State(PanelData data) =>
        data.Kind is null ? "unsupported" : data.Errors.Count > 0 ? "error" : data.HasData ? "data" : "empty";

    private static void AddAbout(HtmlWriter page, PanelData data, string title)
    {
        var panel = data.Panel;
        var links = panel.Links.Select(l => FieldLook.Link(data.Scope, l)).Where(l => l.IsSafe).ToList();
        if (panel.Description.Length == 0 && links.Count == 0)
        {
            return;
        }

        page.Add($"<details class=\"panel-info\"><summary aria-label=\"About {title}\" title=\"About this panel\">i</summary><div class=\"panel-info-body\">");
        Markdown.Add(page, data.Scope.Fill(panel.Description, "text"));
        AddLinks(page, links);
        page.Add($"</div></details>");
    }

    private static void AddLinks(HtmlWriter page, List<ChartLink> links)
    {
        if (links.Count == 0)
        {
            return;
        }

        page.Add($"<ul>");
        foreach (var link in links)
        {
            page.Add($"<li><a href=\"{link.Href}\" rel=\"noreferrer\">{link.Title}</a></li>");
        }

        page.Add($"</ul>");
    }

    private static async ValueTask AddBodyAsync(HtmlWriter page, PanelData data)
    {
        if (data.Kind is not { } kind)
        {
            page.Add($"<p class=\"panel-unsupported\">Not drawn here: {string.Join(", ", data.Panel.Unsupported)}</p>");
            return;
        }

        foreach (var error in data.Errors)
        {
            page.Add($"<p class=\"panel-error\" role=\"alert\">{error}</p>");
        }

        if (page.Length > MaxCharacters)
        {
            page.Add($"<p class=\"panel-note\">The page is too large already. Show this panel alone.</p>");
        }
        else if (data.Errors.Count == 0 || data.HasData)
        {
            await kind.AddAsync(page, data).ConfigureAwait(false);
        }

        foreach (var note in data.Notes)
        {
            page.Add($"<p class=\"panel-note\">{note}</p>");
        }

        if (data.Panel.Unsupported.Count > 0)
        {
            page.Add($"<p class=\"panel-note\">Not drawn here: {string.Join(", ", data.Panel.Unsupported)}</p>");
        }
    }
}
