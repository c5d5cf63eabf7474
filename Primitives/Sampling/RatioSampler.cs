using System.Buffers.Binary;
using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>Records a fixed share of the traces, the same ones in every process.</summary>
public sealed class RatioSampler : ITraceSampler
{
    private readonly double _ratio;

    /// <summary>Records a share.</summary>
    /// <param name="ratio">From 0 (none) to 1 (all).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="ratio"/> is not.</exception>
    public RatioSampler(double ratio)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ratio, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ratio, 1);
        _ratio = ratio;
    }

    /// <inheritdoc/>
    public bool ShouldSample(in ActivityContext parent, ActivityTraceId traceId) =>
        parent == default ? IsWithin(_ratio, traceId) : (parent.TraceFlags & ActivityTraceFlags.Recorded) != 0;

    /// <summary>Whether a trace belongs to the share: its id's random last eight bytes, as a number, are low enough.</summary>
    internal static bool IsWithin(double ratio, ActivityTraceId traceId)
    {
        Span<byte> id = stackalloc byte[16];
        traceId.CopyTo(id);
        return ratio >= 1 || BinaryPrimitives.ReadUInt64BigEndian(id[8..]) < ratio * ulong.MaxValue;
    }
}
