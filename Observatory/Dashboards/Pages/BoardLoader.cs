using Observatory.Dashboards.Model;
using Observatory.Dashboards.Panels;
using Observatory.Dashboards.Sources;
using Observatory.Dashboards.Times;
using Observatory.Dashboards.Variables;
using Observatory.Prometheus;

namespace Observatory.Dashboards.Pages;

/// <summary>Asks all that a page shows, at once and within one time limit.</summary>
internal sealed class BoardLoader(PrometheusClient prometheus, PanelLoader panels, TimeProvider clock)
{
    /// <summary>How long a page may take to ask.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(12);

    /// <summary>Resolves the variables and asks the panels.</summary>
    public async Task<(BoardContext Context, IReadOnlyDictionary<Panel, PanelData> Panels)> LoadAsync(
        Dashboard board, DashboardTime time, IQueryCollection query, IEnumerable<Panel> wanted, CancellationToken cancellation)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(Deadline);
        var variables = await new VariableResolver(prometheus, board, query, time).ResolveAsync(deadline.Token).ConfigureAwait(false);
        var context = new BoardContext(board, time, clock.GetUtcNow(), variables);
        var loading = wanted.Distinct(ReferenceEqualityComparer.Instance).Cast<Panel>().ToList();
        var loaded = await Task.WhenAll(loading.Select(p => panels.LoadAsync(p, context, deadline.Token))).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        var byPanel = new Dictionary<Panel, PanelData>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < loading.Count; i++)
        {
            byPanel[loading[i]] = loaded[i];
        }

        return (context, byPanel);
    }

    /// <summary>The time that an address asks for; null when it can't be read.</summary>
    public DashboardTime? Time(Dashboard board, IQueryCollection query) => DashboardTime.TryParse(
        query["from"].ToString() is { Length: > 0 } from ? from : board.From, query["to"].ToString() is { Length: > 0 } to ? to : board.To, clock.GetUtcNow());
}
