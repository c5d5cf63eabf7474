using Observatory.Traces.Query;

namespace Observatory.Search;

/// <summary>
/// What a trace must be like to be found: some span of it for each of the filters, not necessarily the same, and all that is asked of it as a whole.
/// </summary>
/// <param name="Spans">What is asked of spans.</param>
/// <param name="Traces">What is asked of the trace.</param>
internal sealed record SearchExpression(IReadOnlyList<SpanFilter> Spans, IReadOnlyList<TraceCondition> Traces)
{
    /// <summary>Any trace.</summary>
    public static readonly SearchExpression All = new([], []);
}

/// <summary>A search for traces.</summary>
/// <param name="Expression">What they must be like.</param>
/// <param name="Order">Their order.</param>
/// <param name="FromNanos">The earliest start of a matching span, in nanoseconds since 1970.</param>
/// <param name="ToNanos">The latest start of it.</param>
/// <param name="Limit">How many to find.</param>
internal sealed record SearchQuery(SearchExpression Expression, TraceOrder Order, ulong FromNanos, ulong ToNanos, int Limit);

/// <summary>What a search found.</summary>
/// <param name="Traces">The traces, in order.</param>
/// <param name="HasMore">Whether there are, or may be, more than was asked for.</param>
/// <param name="Left">Why not every match of the range was considered; null when it was.</param>
internal sealed record TracesFound(IReadOnlyList<UInt128> Traces, bool HasMore, string? Left = null);
