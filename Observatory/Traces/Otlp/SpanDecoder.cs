using Observatory.Otlp;
using Observatory.Traces.Model;
using Observatory.Traces.Store;

namespace Observatory.Traces.Otlp;

/// <summary>Reads what the index needs of a Span message, and checks all the rest.</summary>
internal static class SpanDecoder
{
    // Nanoseconds since 1970 that fit 63 bits: sums and differences of two never wrap round.
    private const ulong MaxTime = long.MaxValue;

    /// <summary>Reads a span and hashes its tags.</summary>
    /// <returns>Why it can't be stored, or null.</returns>
    /// <exception cref="MalformedProtobufException">It is no span.</exception>
    public static string? Read(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> message, ref StagedSpan span, List<ulong> hashes)
    {
        ulong end = 0;
        string? why = null;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    var trace = reader.ReadBytes();
                    why ??= trace.Length == 16 ? null : "a span's trace id is not 16 bytes";
                    span.TraceId = trace.Length == 16 ? BinaryPrimitives.ReadUInt128BigEndian(trace) : 0;
                    break;
                case 2:
                    var id = ReadId(reader.ReadBytes(), "a span's id", out span.SpanId);
                    why ??= id;
                    break;
                case 3:
                    reader.ReadBytes();
                    break;
                case 4:
                    var parent = reader.ReadBytes();
                    var parentWhy = parent.IsEmpty ? null : ReadId(parent, "a parent span's id", out span.ParentId);
                    why ??= parentWhy;
                    break;
                case 5:
                    var name = reader.ReadBytes();
                    span.NameOffset = Slices.OffsetOf(origin, name);
                    span.NameLength = name.Length;
                    break;
                case 6:
                    var kind = reader.ReadInt32();
                    span.Kind = kind is >= 0 and <= (int)SpanKind.Consumer ? (SpanKind)kind : SpanKind.Unspecified;
                    break;
                case 7:
                    span.StartNanos = reader.ReadFixed64();
                    break;
                case 8:
                    end = reader.ReadFixed64();
                    break;
                case 9:
                    TagHashes.AddAttribute(reader.ReadBytes(), hashes);
                    break;
                case 10 or 12 or 14:
                    reader.ReadUInt32();
                    break;
                case 11:
                    TagHashes.AddEvent(reader.ReadBytes(), hashes);
                    break;
                case 13:
                    CheckLink(reader.ReadBytes());
                    break;
                case 15:
                    span.Status = ReadStatus(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // A sender that leaves the start out says when the span was over: it is kept there, without a duration.
        span.StartNanos = span.StartNanos == 0 ? end : span.StartNanos;
        span.DurationNanos = end > span.StartNanos ? end - span.StartNanos : 0;
        TagHashes.AddDerived(span.Kind, span.Status, hashes);
        return why
            ?? (span.TraceId == 0 ? "a span has no trace id"
            : span.SpanId == 0 ? "a span has no id"
            : span.StartNanos == 0 ? "a span has neither a start nor an end"
            : Math.Max(span.StartNanos, end) > MaxTime ? "a span starts or ends after the year 2262"
            : null);
    }

    private static string? ReadId(ReadOnlySpan<byte> bytes, string what, out ulong id)
    {
        id = bytes.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;
        return bytes.Length == 8 ? null : $"{what} is not 8 bytes";
    }

    private static void CheckLink(ReadOnlySpan<byte> message)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field is 1 or 2 or 3)
            {
                reader.ReadBytes();
            }
            else if (reader.Field == 4)
            {
                OtlpAttribute.Read(reader.ReadBytes());
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static SpanStatus ReadStatus(ReadOnlySpan<byte> message)
    {
        var status = SpanStatus.Unset;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 2:
                    reader.ReadBytes();
                    break;
                case 3:
                    status = reader.ReadInt32() switch { 1 => SpanStatus.Ok, 2 => SpanStatus.Error, _ => SpanStatus.Unset };
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return status;
    }
}
