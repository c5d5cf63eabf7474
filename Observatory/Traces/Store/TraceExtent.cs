namespace Observatory.Traces.Store;

/// <summary>How much a trace is, from the index alone.</summary>
/// <param name="Id">Its id.</param>
/// <param name="StartNanos">Its earliest start, in nanoseconds since 1970.</param>
/// <param name="EndNanos">Its latest end.</param>
/// <param name="Spans">Spans in it.</param>
/// <param name="Errors">Spans with an error.</param>
/// <param name="HasRoot">Whether a span without a parent has arrived.</param>
/// <param name="IsRootFailed">Whether such a span has an error.</param>
internal readonly record struct TraceExtent(
    UInt128 Id, ulong StartNanos, ulong EndNanos, int Spans, int Errors, bool HasRoot, bool IsRootFailed)
{
    /// <summary>From its earliest start to its latest end.</summary>
    public ulong DurationNanos => EndNanos - StartNanos;
}
