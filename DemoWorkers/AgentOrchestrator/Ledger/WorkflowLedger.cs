using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>
/// Counts what the orchestrator itself has seen, independently of all telemetry: the book that the metrics are checked
/// against. Safe from any thread.
/// </summary>
internal sealed class WorkflowLedger(LedgerFile? file, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LedgerTotals _total = new();
    private readonly SortedDictionary<string, LedgerTotals> _byWorkflow = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Provider, string Model), LedgerTotals> _byModel = [];
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly string _run = Guid.CreateVersion7().ToString("n");
    private long _notStarted;

    /// <summary>What the process before had begun and never ended.</summary>
    public IReadOnlyList<LedgerLine> Interrupted { get; } = file?.Interrupted ?? [];

    /// <summary>Written down before anything is done for the workflow, so that no end of this process can hide it.</summary>
    public void Started(LedgerEntry entry)
    {
        lock (_gate)
        {
            _total.Started++;
            Of(_byWorkflow, entry.WorkflowName).Started++;
            file?.Append(Line(entry));
        }
    }

    /// <summary>An arrival found every slot taken.</summary>
    public void NotStarted() => Interlocked.Increment(ref _notStarted);

    public void Ended(LedgerEntry entry)
    {
        lock (_gate)
        {
            _total.Add(entry);
            Of(_byWorkflow, entry.WorkflowName).Add(entry);
            foreach (var model in entry.Usage?.Models ?? [])
            {
                Of(_byModel, (model.Provider, model.Model)).Add(model);
            }

            file?.Append(Line(entry));
        }

        if (entry.Usage is { } usage)
        {
            LedgerMetrics.Spent(entry.WorkflowName, Money.Parse(usage.CostUsd));
        }
    }

    public LedgerReport Report(bool paused)
    {
        lock (_gate)
        {
            return new LedgerReport(
                _run, _startedAt, paused, _total.Counts(Interlocked.Read(ref _notStarted), Interrupted.Count), _total.Tokens(),
                Money.Text(_total.CostUsd), Money.Text(_total.SavedUsd), _total.Calls, _total.UnpricedCalls,
                [.. _byWorkflow.Select(pair => new WorkflowTotals(
                    pair.Key, pair.Value.Counts(null, null), pair.Value.Tokens(), Money.Text(pair.Value.CostUsd), Money.Text(pair.Value.SavedUsd),
                    pair.Value.Calls, pair.Value.UnpricedCalls))],
                [.. _byModel.Select(pair => new ModelTotals(
                    pair.Key.Provider, pair.Key.Model, pair.Value.Calls, pair.Value.UnpricedCalls, pair.Value.Tokens(), Money.Text(pair.Value.CostUsd)))]);
        }
    }

    private LedgerLine Line(LedgerEntry entry) => new(
        _run, entry.Time, entry.Sequence, entry.WorkflowId, entry.WorkflowName, entry.AgentType, entry.Status, entry.Usage);

    private static LedgerTotals Of<TKey>(SortedDictionary<TKey, LedgerTotals> groups, TKey key)
        where TKey : notnull
    {
        if (!groups.TryGetValue(key, out var totals))
        {
            groups[key] = totals = new LedgerTotals();
        }

        return totals;
    }
}
