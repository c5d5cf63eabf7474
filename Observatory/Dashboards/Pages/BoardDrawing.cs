using Observatory.Dashboards.Model;
using Observatory.Dashboards.Panels;
using Observatory.Dashboards.Sources;
using Observatory.Html;

namespace Observatory.Dashboards.Pages;

/// <summary>The rows, tabs and panels of a board's page.</summary>
/// <param name="View">Which of them are shown.</param>
/// <param name="Address">The page's address.</param>
/// <param name="Context">Its time and variables.</param>
/// <param name="Panels">The answers of the panels that are shown.</param>
internal sealed record BoardDrawing(
    BoardView View, BoardAddress Address, BoardContext Context, IReadOnlyDictionary<Panel, PanelData> Panels)
{
    /// <summary>Adds one panel that has the page for itself.</summary>
    public async ValueTask AddAloneAsync(HtmlWriter page, Panel panel)
    {
        page.Add($"<div class=\"grid solo\">");
        await PanelFrame.AddAsync(page, Panels[panel], "", null).ConfigureAwait(false);
        page.Add($"</div>");
    }

    /// <summary>Adds a layout.</summary>
    public async ValueTask AddAsync(HtmlWriter page, BoardLayout layout)
    {
        await AddGridAsync(page, layout.Panels).ConfigureAwait(false);
        foreach (var row in layout.Rows)
        {
            await AddRowAsync(page, row).ConfigureAwait(false);
        }

        if (View.ActiveTab(layout) is not { } active)
        {
            return;
        }

        page.Add($"<nav class=\"tabs\" aria-label=\"Tabs\">");
        foreach (var tab in layout.Tabs)
        {
            page.AddNavigation(Address.With(layout.TabKey, tab.Key).ToString(), Context.Scope.Fill(tab.Title, "text"), tab == active);
        }

        page.Add($"</nav>");
        await AddAsync(page, active.Content).ConfigureAwait(false);
    }

    private async ValueTask AddRowAsync(HtmlWriter page, BoardSection row)
    {
        var isOpen = View.IsOpen(row);
        page.Add($"<section class=\"row\" id=\"{row.Key}\">");
        if (row.HasHeader)
        {
            var toggle = Address.With("rows", View.Toggled(row));
            page.Add($"<h2 class=\"row-title\"><a href=\"{toggle}#{row.Key}\" aria-expanded=\"{(isOpen ? "true" : "false")}\">");
            page.Add($"<span aria-hidden=\"true\">{(isOpen ? "▾" : "▸")}</span> {Context.Scope.Fill(row.Title, "text")}</a>");
            if (!isOpen)
            {
                page.Add($" <small>{row.Content.AllPanels.Count()} panels</small>");
            }

            page.Add($"</h2>");
        }

        if (isOpen)
        {
            await AddAsync(page, row.Content).ConfigureAwait(false);
        }

        page.Add($"</section>");
    }

    private async ValueTask AddGridAsync(HtmlWriter page, IReadOnlyList<Panel> shown)
    {
        if (shown.Count == 0)
        {
            return;
        }

        page.Add($"<div class=\"grid\">");
        foreach (var panel in shown)
        {
            var place = panel.Place;
            var alone = Address.With("viewPanel", $"{panel.Id}").ToString();
            await PanelFrame.AddAsync(page, Panels[panel], $"x-{place.X} w-{place.Width} h-{place.Height}", alone).ConfigureAwait(false);
        }

        page.Add($"</div>");
    }
}
