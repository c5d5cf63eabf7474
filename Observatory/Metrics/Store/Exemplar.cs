namespace Observatory.Metrics.Store;

/// <summary>One measurement with the span it was made in.</summary>
/// <param name="Value">The measured value.</param>
/// <param name="TimeUnixNano">When, in nanoseconds since 1970.</param>
/// <param name="TraceId">The trace, big-endian; 0 means that there is no exemplar.</param>
/// <param name="SpanId">The span, big-endian.</param>
internal readonly record struct Exemplar(double Value, ulong TimeUnixNano, UInt128 TraceId, ulong SpanId)
{
    /// <summary>Whether there is one. An exemplar without a trace leads nowhere and is not kept.</summary>
    public bool Exists => TraceId != UInt128.Zero;
}
