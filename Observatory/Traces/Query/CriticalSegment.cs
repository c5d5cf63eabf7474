namespace Observatory.Traces.Query;

/// <summary>A piece of a trace's critical path: from one time to another, it was this span's own doing.</summary>
/// <param name="Node">The span's place in <see cref="TraceView.Nodes"/>.</param>
/// <param name="FromNanos">Where it begins, in nanoseconds since 1970.</param>
/// <param name="ToNanos">Where it ends.</param>
internal readonly record struct CriticalSegment(int Node, ulong FromNanos, ulong ToNanos)
{
    /// <summary>How long it is.</summary>
    public ulong Nanos => ToNanos - FromNanos;
}
