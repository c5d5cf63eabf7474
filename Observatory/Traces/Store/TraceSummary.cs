namespace Observatory.Traces.Store;

/// <summary>A trace in one line, from the index alone.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Service">The root span's service.</param>
/// <param name="Operation">The root span's name.</param>
/// <param name="StartNanos">Its earliest start, in nanoseconds since 1970.</param>
/// <param name="DurationNanos">From its earliest start to its latest end.</param>
/// <param name="Spans">Spans in it.</param>
/// <param name="Errors">Spans with an error.</param>
/// <param name="Orphans">Spans that name a parent which is not stored.</param>
/// <param name="Services">Its services with how many spans each has, and how many of them with an error; the most spans first.</param>
internal sealed record TraceSummary(
    UInt128 Id,
    string Service,
    string Operation,
    ulong StartNanos,
    ulong DurationNanos,
    int Spans,
    int Errors,
    int Orphans,
    IReadOnlyList<(string Name, int Spans, int Errors)> Services)
{
    /// <summary>Whether a span without a parent has arrived; without one its name is that of its earliest span.</summary>
    public bool HasRoot { get; init; } = true;

    /// <summary>Whether a span without a parent has an error.</summary>
    public bool IsRootFailed { get; init; }

    /// <summary>How much it is.</summary>
    public TraceExtent Extent => new(Id, StartNanos, StartNanos + DurationNanos, Spans, Errors, HasRoot, IsRootFailed);
}
