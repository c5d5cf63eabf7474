using Observatory.Dashboards.Model;
using Observatory.Dashboards.Panels;
using Observatory.Dashboards.Sources;
using Observatory.Dashboards.Times;
using Observatory.Web;

namespace Observatory.Dashboards.Pages;

/// <summary>The page of a board.</summary>
internal sealed class BoardPage(DashboardLibrary library, BoardLoader loader)
{
    private const string DefaultFrom = "now-1h";

    /// <summary>Answers a request.</summary>
    public async Task<IResult> AnswerAsync(HttpContext context, string uid)
    {
        if (library.Find(uid) is not { } board)
        {
            return PageResult.Note(context, StatusCodes.Status404NotFound, "No such dashboard", library.IsConfigured ? "None of the dashboards has this uid." : "No dashboards are set: OBSERVATORY__DASHBOARDS");
        }

        var query = context.Request.Query;
        var view = new BoardView(board, query);
        var address = BoardAddress.Of(uid, query);
        var time = loader.Time(board, query);
        var isTimeWrong = time is null;
        var now = DateTimeOffset.UtcNow;
        time ??= DashboardTime.TryParse(board.From, board.To, now) ?? DashboardTime.TryParse(DefaultFrom, "now", now)!;
        var (loaded, panels) = await loader.LoadAsync(board, time, query, view.Visible, context.RequestAborted).ConfigureAwait(false);

        var refresh = Refresh(board, query);
        var page = HtmlWriter.Page(board.Title, "Dashboards");
        page.Add($"<div class=\"board\" data-refresh=\"{(IntervalText.TryParse(refresh, out var every) ? (long)every.TotalMilliseconds : 0)}\">");
        AddHead(page, board, address, loaded, refresh);
        if (isTimeWrong)
        {
            page.Add($"<p class=\"notice error\">The time range can't be used: {Short(query["from"])} to {Short(query["to"])}. The board's own is shown.</p>");
        }

        if (view.IsSingleMissing)
        {
            page.Add($"<p class=\"notice error\">This board has no panel {Short(query["viewPanel"])}.</p>");
        }

        if (board.Unsupported.Count > 0)
        {
            page.Add($"<p class=\"notice\">Not shown here: {string.Join(", ", board.Unsupported)}</p>");
        }

        if (view.Single is { } single)
        {
            page.Add($"<p><a href=\"{address.With("viewPanel", null)}\">← All panels of {board.Title}</a></p><div class=\"grid solo\">");
            PanelFrame.Add(page, panels[single], "", null);
            page.Add($"</div>");
        }
        else
        {
            AddLayout(page, board.Layout, view, address, loaded, panels);
        }

        page.Add($"</div>");
        return PageResult.Html(context, page.End());
    }

    private static string Refresh(Dashboard board, IQueryCollection query)
    {
        var text = query.ContainsKey("refresh") ? query["refresh"].ToString() : board.Refresh;
        return IntervalText.TryParse(text, out var every) && every >= TimeSpan.FromSeconds(1) ? text : "";
    }

    private static string Short(string? text) => text is { Length: > 64 } ? text[..64] + "…" : text ?? "";

    private void AddHead(HtmlWriter page, Dashboard board, BoardAddress address, BoardContext context, string refresh)
    {
        if (board.Description.Length > 0)
        {
            page.Add($"<p class=\"board-about\">{Markdown.Plain(board.Description)}</p>");
        }

        page.Add($"<form class=\"board-controls\" method=\"get\" action=\"{address.Path}\">");
        VariableControls.Add(page, context.Variables, address);
        foreach (var (name, value) in address.Parameters.Where(p => p.Key is "viewPanel" or "rows" || p.Key.StartsWith("tab", StringComparison.Ordinal)))
        {
            page.Add($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");
        }

        page.Add($"<span class=\"board-status\" role=\"status\"></span><div class=\"board-time\">");
        TimePicker.AddRange(page, address, context.Time);
        TimePicker.AddRefresh(page, address, refresh);
        page.Add($"<button class=\"primary apply\">Apply</button></div></form>");
        AddNeighbours(page, board, address, context);
    }

    private void AddNeighbours(HtmlWriter page, Dashboard board, BoardAddress address, BoardContext context)
    {
        foreach (var link in board.Links)
        {
            page.Add($"<nav class=\"board-links\" aria-label=\"{link.Title}\">");
            if (link.Url is { } url)
            {
                var target = FieldLook.Link(context.Scope.With(context.Time), new(link.Title, url));
                if (target.IsSafe)
                {
                    page.Add($"<a href=\"{target.Href}\" rel=\"noreferrer\">{target.Title}</a>");
                }
            }
            else
            {
                foreach (var other in library.Boards.Where(b => link.Tags.All(b.Tags.Contains)))
                {
                    if (other.Uid == board.Uid)
                    {
                        page.Add($"<a aria-current=\"page\" href=\"{address}\">{other.Title}</a>");
                    }
                    else
                    {
                        page.Add($"<a href=\"{address.Other(other.Uid, link.KeepsTime, link.KeepsVariables, other.Variables.Select(v => v.Name).ToHashSet())}\" title=\"{other.Description}\">{other.Title}</a>");
                    }
                }
            }

            page.Add($"</nav>");
        }
    }

    private static void AddLayout(HtmlWriter page, BoardLayout layout, BoardView view, BoardAddress address, BoardContext context, IReadOnlyDictionary<Panel, PanelData> panels)
    {
        AddGrid(page, layout.Panels, address, panels);
        foreach (var row in layout.Rows)
        {
            var isOpen = view.IsOpen(row);
            page.Add($"<section class=\"row\" id=\"{row.Key}\">");
            if (row.HasHeader)
            {
                page.Add($"<h2 class=\"row-title\"><a href=\"{address.With("rows", view.Toggled(row))}#{row.Key}\" aria-expanded=\"{(isOpen ? "true" : "false")}\"><span aria-hidden=\"true\">{(isOpen ? "▾" : "▸")}</span> {context.Scope.Fill(row.Title, "text")}</a>");
                if (!isOpen)
                {
                    page.Add($" <small>{row.Content.AllPanels.Count()} panels</small>");
                }

                page.Add($"</h2>");
            }

            if (isOpen)
            {
                AddLayout(page, row.Content, view, address, context, panels);
            }

            page.Add($"</section>");
        }

        if (view.ActiveTab(layout) is not { } active)
        {
            return;
        }

        page.Add($"<nav class=\"tabs\" aria-label=\"Tabs\">");
        foreach (var tab in layout.Tabs)
        {
            var link = address.With(layout.TabKey, tab.Key);
            var title = context.Scope.Fill(tab.Title, "text");
            if (tab == active)
            {
                page.Add($"<a href=\"{link}\" aria-current=\"page\">{title}</a>");
            }
            else
            {
                page.Add($"<a href=\"{link}\">{title}</a>");
            }
        }

        page.Add($"</nav>");
        AddLayout(page, active.Content, view, address, context, panels);
    }

    private static void AddGrid(HtmlWriter page, IReadOnlyList<Panel> shown, BoardAddress address, IReadOnlyDictionary<Panel, PanelData> panels)
    {
        if (shown.Count == 0)
        {
            return;
        }

        page.Add($"<div class=\"grid\">");
        foreach (var panel in shown)
        {
            var place = panel.Place;
            PanelFrame.Add(page, panels[panel], $"x-{place.X} w-{place.Width} h-{place.Height}", address.With("viewPanel", $"{panel.Id}").ToString());
        }

        page.Add($"</div>");
    }
}
