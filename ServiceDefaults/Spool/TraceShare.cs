using System.Buffers.Binary;

namespace Tta.ServiceDefaults.Spool;

/// <summary>
/// Which traces are kept when not all can be: at level n one of 2ⁿ, by the randomness of the trace's id and nothing else, so that every
/// service decides the same of a trace, and a trace that is kept at a level is kept at each lower one. The rule is that of OpenTelemetry's
/// consistent probability sampling: the rightmost 56 bits of the id against a threshold.
/// </summary>
internal static class TraceShare
{
    /// <summary>The highest level: one trace of 65,536.</summary>
    public const int MaxLevel = 16;

    private const int RandomBits = 56;
    private const int IdBytes = 16;

    /// <summary>Whether a trace is kept at a level. An id that is none is kept at level 0 alone.</summary>
    public static bool Keeps(ReadOnlySpan<byte> traceId, int level)
    {
        if (level == 0)
        {
            return true;
        }

        var threshold = (1UL << RandomBits) - (1UL << (RandomBits - level));
        return traceId.Length == IdBytes
            && (BinaryPrimitives.ReadUInt64BigEndian(traceId[^8..]) & ((1UL << RandomBits) - 1)) >= threshold;
    }
}
