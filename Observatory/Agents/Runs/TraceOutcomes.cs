using Observatory.Traces.Store;

namespace Observatory.Agents.Runs;

/// <summary>How a trace ended. What failed, what got over its errors and what merely has some are three things.</summary>
internal enum TraceOutcome
{
    /// <summary>Without an error.</summary>
    Ok,

    /// <summary>With errors inside that it got over, by trying again, falling back or doing without.</summary>
    Recovered,

    /// <summary>It failed for whoever asked.</summary>
    Failed,
}

/// <summary>
/// Tells outcomes. A trace has failed when its root says so; one with errors only below its root is asked whether it is a run of agents that failed
/// all the same (<see cref="RunOutcome"/>).
/// </summary>
internal sealed class TraceOutcomes(AgentRuns runs)
{
    // Some 4 MB. When it is full it is begun anew, which costs a reading of those that are asked for again.
    private const int MaxKept = 50_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, (int Spans, bool IsFailed)> _kept = [];

    /// <summary>How a trace ended.</summary>
    public TraceOutcome Of(in TraceExtent extent, CancellationToken cancellation) =>
        extent.Errors == 0 ? TraceOutcome.Ok
        : extent.IsRootFailed || IsFailedRun(extent, cancellation) ? TraceOutcome.Failed
        : TraceOutcome.Recovered;

    private bool IsFailedRun(in TraceExtent extent, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(extent.Id, out var kept) && kept.Spans == extent.Spans)
            {
                return kept.IsFailed;
            }
        }

        var isFailed = runs.Find(extent.Id, cancellation) is { IsFailed: true };
        lock (_lock)
        {
            if (_kept.Count >= MaxKept)
            {
                _kept.Clear();
            }

            _kept[extent.Id] = (extent.Spans, isFailed);
        }

        return isFailed;
    }
}
