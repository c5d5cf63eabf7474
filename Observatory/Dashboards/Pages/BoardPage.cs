using Observatory.Dashboards.Model;
using Observatory.Dashboards.Panels;
using Observatory.Dashboards.Reading;
using Observatory.Dashboards.Sources;
using Observatory.Dashboards.Times;
using Observatory.Html;

namespace Observatory.Dashboards.Pages;

/// <summary>The page of a board.</summary>
internal sealed class BoardPage(DashboardLibrary library, BoardLoader loader, TimeProvider clock)
{
    private const string DefaultFrom = "now-1h";
    private const int MaxText = 64;

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (library.Find((string)context.GetRouteValue("uid")!) is not { } board)
        {
            var why = library.IsConfigured ? "None of the dashboards has this uid." : "No dashboards are set: OBSERVATORY__DASHBOARDS";
            await Page.NoteAsync(context, StatusCodes.Status404NotFound, "No such dashboard", why).ConfigureAwait(false);
            return;
        }

        var query = context.Request.Query;
        var view = new BoardView(board, query);
        var now = clock.GetUtcNow();
        var time = loader.Time(board, query) ?? DashboardTime.TryParse(board.From, board.To, now) ?? DashboardTime.TryParse(DefaultFrom, "now", now)!;
        var (loaded, panels) = await loader.LoadAsync(board, time, query, view.Visible, context.RequestAborted).ConfigureAwait(false);
        var drawing = new BoardDrawing(view, BoardAddress.Of(board.Uid, query), loaded, panels);
        await Page.AnswerAsync(context, board.Title, page => AddAsync(page, board, query, drawing), "Dashboards").ConfigureAwait(false);
    }

    private async ValueTask AddAsync(HtmlWriter page, Dashboard board, IQueryCollection query, BoardDrawing drawing)
    {
        var refresh = Refresh(board, query);
        page.Add($"<div class=\"board\" data-refresh=\"{(IntervalText.TryParse(refresh, out var every) ? (long)every.TotalMilliseconds : 0)}\">");
        AddHead(page, board, drawing.Address, drawing.Context, refresh);
        if (loader.Time(board, query) is null)
        {
            page.Add($"<p class=\"notice error\">The time range can't be used: {Display.Cut(query["from"], MaxText)} to {Display.Cut(query["to"], MaxText)}. The board's own is shown.</p>");
        }

        if (drawing.View.IsSingleMissing)
        {
            page.Add($"<p class=\"notice error\">This board has no panel {Display.Cut(query["viewPanel"], MaxText)}.</p>");
        }

        if (board.Unsupported.Count > 0)
        {
            page.Add($"<p class=\"notice\">Not shown here: {string.Join(", ", board.Unsupported)}</p>");
        }

        if (drawing.View.Single is { } single)
        {
            page.Add($"<p><a href=\"{drawing.Address.With("viewPanel", null)}\">← All panels of {board.Title}</a></p>");
            await drawing.AddAloneAsync(page, single).ConfigureAwait(false);
        }
        else
        {
            await drawing.AddAsync(page, board.Layout).ConfigureAwait(false);
        }

        page.Add($"</div>");
    }

    private static string Refresh(Dashboard board, IQueryCollection query)
    {
        var text = query.ContainsKey("refresh") ? query["refresh"].ToString() : board.Refresh;
        return IntervalText.TryParse(text, out var every) && every >= TimeSpan.FromSeconds(1) ? text : "";
    }

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
                        page.AddNavigation(address.ToString(), other.Title, isHere: true);
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
}
