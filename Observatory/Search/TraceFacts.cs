using Observatory.Agents.Runs;
using Observatory.Traces.Query;

namespace Observatory.Search;

/// <summary>The names that stand for what a trace is as a whole, outside of braces.</summary>
internal static class TraceFacts
{
    /// <summary>Reads a condition.</summary>
    /// <returns>Null when the name is none of these.</returns>
    /// <exception cref="FormatException">The comparison or the value doesn't go with the name.</exception>
    public static TraceCondition? Read(int at, string name, Comparison comparison, string value) => name switch
    {
        "duration" => new TraceDurationCondition(OfSize(at, name, comparison), Values.Duration(at, name, value)),
        "spans" => new TraceSpansCondition(OfSize(at, name, comparison), Values.Number(at, name, value)),
        "errors" => new TraceErrorsCondition(OfSize(at, name, comparison), Values.Number(at, name, value)),
        "status" => new TraceOutcomeCondition(Values.OneOrNot(at, name, comparison), Outcome(at, value)),
        _ => null,
    };

    private static Comparison OfSize(int at, string name, Comparison comparison) =>
        comparison.IsOfPattern() ? throw SearchTokens.Unreadable(at, $"{name} is a number, which has no pattern") : comparison;

    private static TraceOutcome Outcome(int at, string value) => value switch
    {
        "ok" => TraceOutcome.Ok,
        "recovered" => TraceOutcome.Recovered,
        "failed" => TraceOutcome.Failed,
        _ => throw SearchTokens.Unreadable(
            at, $"a trace's status is ok, recovered or failed, not '{SearchTokens.Short(value)}'; with errors inside is errors>0"),
    };
}
