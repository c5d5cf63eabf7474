using Observatory.Agents.Runs;

namespace Observatory.Web.Tracing;

/// <summary>Traces that have one thing in common.</summary>
/// <param name="Value">What they have in common; null when they don't have the attribute.</param>
/// <param name="Traces">How many.</param>
/// <param name="Failed">How many of them failed.</param>
/// <param name="Recovered">How many got over errors inside.</param>
/// <param name="MedianNanos">Half of them took at most this long.</param>
/// <param name="P95Nanos">95 of 100 of them took at most this long.</param>
/// <param name="Cost">What the runs among them cost together, in US dollars; null when nobody says.</param>
internal sealed record TraceGroup(string? Value, int Traces, int Failed, int Recovered, ulong MedianNanos, ulong P95Nanos, decimal? Cost)
{
    /// <summary>Adds up traces.</summary>
    public static TraceGroup Of(string? value, List<GroupedTrace> traces)
    {
        var durations = traces.Select(t => t.DurationNanos).Order().ToList();
        var costs = traces.Select(t => t.Cost).OfType<decimal>().ToList();
        return new(
            value, traces.Count, traces.Count(t => t.Outcome == TraceOutcome.Failed), traces.Count(t => t.Outcome == TraceOutcome.Recovered),
            At(durations, 0.5), At(durations, 0.95), costs.Count == 0 ? null : costs.Sum());
    }

    // The smallest that so many do not exceed: one that was measured, not one between two.
    private static ulong At(List<ulong> sorted, double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
}

/// <summary>What a trace adds to its group.</summary>
internal readonly record struct GroupedTrace(TraceOutcome Outcome, ulong DurationNanos, decimal? Cost);
