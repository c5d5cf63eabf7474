using Observatory.Dashboards.Panels;
using Observatory.Dashboards.Reading;
using Observatory.Html;

namespace Observatory.Dashboards.Pages;

/// <summary>The list of the boards.</summary>
internal sealed class DashboardsPage(DashboardLibrary library)
{
    /// <summary>Answers a request.</summary>
    public Task AnswerAsync(HttpContext context) => Page.AnswerAsync(context, "Dashboards", Add);

    private void Add(HtmlWriter page)
    {
        if (!library.IsConfigured)
        {
            page.Add($"<p>No dashboards are set. <code>OBSERVATORY__DASHBOARDS</code> names a directory with Grafana's JSON files.</p>");
            return;
        }

        var entries = library.Entries;
        if (entries.Count == 0)
        {
            page.Add($"<p>There is no <code>*.json</code> in the directory of the dashboards.</p>");
            return;
        }

        page.Add($"<ul class=\"board-list\">");
        foreach (var entry in entries)
        {
            page.Add($"<li>");
            if (entry.Board is { } board)
            {
                page.Add($"<h2><a href=\"/d/{Uri.EscapeDataString(board.Uid)}\">{board.Title}</a></h2><p>{Markdown.Plain(board.Description)}</p><p class=\"muted\">");
                if (entry.Folder.Length > 0)
                {
                    page.Add($"{entry.Folder} · ");
                }

                page.Add($"{board.Layout.AllPanels.Count()} panels");
                foreach (var tag in board.Tags)
                {
                    page.Add($" <span class=\"badge\">{tag}</span>");
                }

                page.Add($"</p>");
            }
            else
            {
                page.Add($"<h2>{(entry.File.Length > 0 ? entry.File : "Dashboards")}</h2><p class=\"error\">{entry.Error}</p>");
            }

            page.Add($"</li>");
        }

        page.Add($"</ul>");
    }
}
