using Observatory.Dashboards.Model;
using Observatory.Dashboards.Panels;
using Observatory.Dashboards.Reading;
using Observatory.Html;

namespace Observatory.Dashboards.Pages;

/// <summary>The panels of the home page: each the answer to a question, drawn as on its board.</summary>
internal sealed class HomeQuestions(DashboardOptions options, DashboardLibrary library, BoardLoader loader)
{
    private static readonly IQueryCollection Nothing = new QueryCollection();

    /// <summary>Asks what the panels ask.</summary>
    public async Task<IReadOnlyList<Answer>> AskAsync(CancellationToken cancellation)
    {
        var found = options.Home.Select(home => (Home: home, Board: library.Find(home.Uid))).Select(h => (h.Home, h.Board, Panel: h.Board is null ? null : Find(h.Board, h.Home.Panel))).ToList();
        var boards = found.Where(f => f.Panel is not null).GroupBy(f => f.Board!, f => f.Panel!);
        var loaded = await Task.WhenAll(boards.Select(b => LoadAsync(b.Key, b, cancellation))).ConfigureAwait(false);
        var data = loaded.SelectMany(l => l).ToDictionary(l => l.Key, l => l.Value, (IEqualityComparer<Panel>)ReferenceEqualityComparer.Instance);
        return [.. found.Select(f => new Answer(f.Home, f.Panel is null ? null : data.GetValueOrDefault(f.Panel)))];
    }

    /// <summary>Adds the panels.</summary>
    public async ValueTask AddAsync(HtmlWriter page, IReadOnlyList<Answer> answers)
    {
        if (answers.Count == 0)
        {
            page.Add($"<p class=\"muted\">{(library.IsConfigured ? "OBSERVATORY__HOME__0 and so on name panels to show here." : "OBSERVATORY__DASHBOARDS names a directory of dashboards, OBSERVATORY__HOME__0 and so on the panels of them to show here.")}</p>");
            return;
        }

        page.Add($"<div class=\"home-grid\">");
        for (var i = 0; i < answers.Count; i++)
        {
            var (home, data) = answers[i];
            if (data is not null)
            {
                await PanelFrame.AddAsync(page, data, "", $"/d/{Uri.EscapeDataString(home.Uid)}?viewPanel={data.Panel.Id}", home.Question, $"home-{i}").ConfigureAwait(false);
            }
            else
            {
                page.Add($"<section class=\"panel\" id=\"home-{i}\" data-state=\"error\"><header class=\"panel-head\"><h2>{home.Question ?? home.Panel}</h2></header>");
                page.Add($"<div class=\"panel-body\"><p class=\"panel-error\">There is no panel {home.Panel} on a board {home.Uid}.</p></div></section>");
            }
        }

        page.Add($"</div>");
    }

    private static Panel? Find(Dashboard board, string name) =>
        board.Layout.AllPanels.FirstOrDefault(p => p.Title == name) ?? (int.TryParse(name, out var id) ? board.Layout.AllPanels.FirstOrDefault(p => p.Id == id) : null);

    private async Task<IReadOnlyDictionary<Panel, PanelData>> LoadAsync(Dashboard board, IEnumerable<Panel> panels, CancellationToken cancellation)
    {
        if (loader.Time(board, Nothing) is not { } time)
        {
            return new Dictionary<Panel, PanelData>();
        }

        var (_, loaded) = await loader.LoadAsync(board, time, Nothing, panels, cancellation).ConfigureAwait(false);
        return loaded;
    }

    /// <summary>A question with its answer; without one, the panel is missing.</summary>
    internal sealed record Answer(HomePanel Home, PanelData? Data);
}
