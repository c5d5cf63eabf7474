using Observatory.Agents.Runs;
using Observatory.Traces.Store;

namespace Observatory.Web.Tracing;

/// <summary>A trace that was found, as a list shows it.</summary>
/// <param name="Summary">The trace in one line.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Run">What it is as a run of agents; null when it is none.</param>
internal sealed record FoundTrace(TraceSummary Summary, TraceOutcome Outcome, AgentRun? Run)
{
    private const ulong ArrivingNanos = 5_000_000_000;

    /// <summary>Whether its root may still be on its way: then neither its name nor its duration is known.</summary>
    public bool IsArriving(DateTimeOffset now) =>
        !Summary.HasRoot && Summary.StartNanos + Summary.DurationNanos + ArrivingNanos > (ulong)now.ToUnixTimeMilliseconds() * 1_000_000;
}

/// <summary>Reads what lists of traces show.</summary>
internal sealed class FoundTraces(TraceStore store, AgentRuns runs, TraceOutcomes outcomes)
{
    /// <summary>Reads traces in their order; those of which nothing is stored any more are left out.</summary>
    public IEnumerable<FoundTrace> Read(IEnumerable<UInt128> traces, CancellationToken cancellation)
    {
        foreach (var trace in traces)
        {
            cancellation.ThrowIfCancellationRequested();
            if (store.Summary(trace) is { } summary)
            {
                yield return new(summary, outcomes.Of(summary.Extent, cancellation), runs.Find(trace, cancellation));
            }
        }
    }
}
