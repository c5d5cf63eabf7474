using Observatory.Storage;

namespace Observatory.SpanMetrics;

/// <summary>What the two spans of a call have in common: the caller's own id, which is the called one's parent.</summary>
internal readonly record struct EdgeKey(UInt128 TraceId, ulong SpanId)
{
    /// <summary>Whether it is of a span that began its trace: nobody that sends spans called it.</summary>
    public bool IsRoot => SpanId == 0;

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Hash64.Of(TraceId, SpanId);
}
