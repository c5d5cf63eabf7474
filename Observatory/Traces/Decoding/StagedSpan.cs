namespace Observatory.Traces.Decoding;

/// <summary>A span of a request that was checked and is not stored yet; offsets are into the request.</summary>
internal struct StagedSpan
{
    public UInt128 TraceId;
    public ulong SpanId;
    public ulong ParentId;
    public ulong StartNanos;
    public ulong DurationNanos;
    public int Offset;
    public int Length;
    public int NameOffset;
    public int NameLength;

    /// <summary>The index of its <see cref="StagedProcess"/>.</summary>
    public int Process;

    /// <summary>Where its tags' hashes begin in the request's; they end where the next span's begin.</summary>
    public int FirstHash;
    public int HashCount;
    public SpanKind Kind;
    public SpanStatus Status;
}
