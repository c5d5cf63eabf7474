namespace Observatory.Traces.Model;

/// <summary>What is kept in memory of a stored span: 80 bytes. The rest is read from its segment when asked for.</summary>
internal struct SpanEntry
{
    public UInt128 TraceId;
    public ulong SpanId;

    /// <summary>0 for a root.</summary>
    public ulong ParentId;
    public ulong StartNanos;
    public ulong DurationNanos;

    /// <summary>Where the span's protobuf message is in its segment's file.</summary>
    public uint Offset;
    public int Length;

    /// <summary>The operation's id in the store.</summary>
    public int Operation;

    /// <summary>The index of its resource and scope in its segment.</summary>
    public int Process;

    /// <summary>
    /// The ordinal of the span of the same trace that came before; has meaning only while the trace's count says that there is one.
    /// </summary>
    public uint Previous;

    /// <summary>How many spans of the trace are stored; kept up to date in the trace's newest span only.</summary>
    public int TraceCount;

    /// <summary>Whether it was the first of its trace when it came.</summary>
    public bool IsFirst;

    public SpanStatus Status;
    public SpanKind Kind;

    /// <summary>When it ended, in nanoseconds since 1970.</summary>
    public readonly ulong EndNanos => StartNanos + DurationNanos;
}
