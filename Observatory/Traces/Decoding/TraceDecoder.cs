using System.Buffers.Binary;
using Observatory.Otlp;
using Observatory.Traces.Index;

namespace Observatory.Traces.Decoding;

/// <summary>
/// Checks an <c>ExportTraceServiceRequest</c> down to the last attribute and stages its spans, without copying: what is stored later is
/// each span's own protobuf message.
/// </summary>
internal static class TraceDecoder
{
    /// <summary>A span of more bytes than this is rejected.</summary>
    public const int MaxSpanBytes = 4 * 1024 * 1024;

    private static ReadOnlySpan<byte> SpanKindKey => "span.kind"u8;

    private static ReadOnlySpan<byte> StatusKey => "otel.status_code"u8;

    /// <summary>Stages all spans of a request.</summary>
    /// <exception cref="MalformedProtobufException">It is no such request.</exception>
    public static void Stage(ReadOnlySpan<byte> request, StagedRequest staged)
    {
        var reader = new ProtoReader(request);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                StageResource(request, reader.ReadBytes(), staged);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Stages one stored span again, when a segment is replayed.</summary>
    /// <exception cref="MalformedProtobufException">It is no span.</exception>
    public static void StageSpan(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> span, int process, StagedRequest staged)
    {
        var decoded = new StagedSpan
        {
            Offset = OffsetOf(origin, span),
            Length = span.Length,
            Process = process,
            FirstHash = staged.Hashes.Count,
        };
        var why = ReadSpan(origin, span, ref decoded, staged.Hashes);
        if (why is null && span.Length > MaxSpanBytes)
        {
            why = $"a span is larger than {MaxSpanBytes} bytes";
        }

        if (why is not null)
        {
            staged.Reject(why);
            return;
        }

        decoded.HashCount = staged.Hashes.Count - decoded.FirstHash;
        staged.Spans.Add(decoded);
    }

    /// <summary>Stages a resource with a scope.</summary>
    /// <returns>Its index.</returns>
    /// <exception cref="MalformedProtobufException">One is none.</exception>
    public static int StageProcess(
        ReadOnlySpan<byte> origin, ReadOnlySpan<byte> resource, ReadOnlySpan<byte> scope, StagedRequest staged, int number = 0)
    {
        var process = new StagedProcess
        {
            ResourceOffset = OffsetOf(origin, resource),
            ResourceLength = resource.Length,
            ScopeOffset = OffsetOf(origin, scope),
            ScopeLength = scope.Length,
            FirstHash = staged.Hashes.Count,
            Number = number,
            Key = new(Hash64.Of(resource, Hash64.Of(scope)), Hash64.Of(scope, Hash64.Of(resource, 1))),
        };
        var reader = new ProtoReader(resource);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                reader.Skip();
                continue;
            }

            var attribute = OtlpAttribute.Read(reader.ReadBytes());
            staged.Hashes.Add(TagHash.Of(attribute.Key, attribute.Value));
            if (attribute.Key.SequenceEqual("service.name"u8) && attribute.Value.Kind == OtlpValueKind.String)
            {
                process.ServiceOffset = OffsetOf(origin, attribute.Value.Bytes);
                process.ServiceLength = attribute.Value.Bytes.Length;
            }
        }

        HashScope(scope, staged.Hashes);
        process.HashCount = staged.Hashes.Count - process.FirstHash;
        staged.Processes.Add(process);
        return staged.Processes.Count - 1;
    }

    private static void StageResource(ReadOnlySpan<byte> request, ReadOnlySpan<byte> resourceSpans, StagedRequest staged)
    {
        // A sender may put the fields in any order, so the resource is looked for first.
        var resource = Last(resourceSpans, 1);
        var reader = new ProtoReader(resourceSpans);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                StageScope(request, resource, reader.ReadBytes(), staged);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void StageScope(ReadOnlySpan<byte> request, ReadOnlySpan<byte> resource, ReadOnlySpan<byte> scopeSpans, StagedRequest staged)
    {
        var process = StageProcess(request, resource, Last(scopeSpans, 1), staged);
        var reader = new ProtoReader(scopeSpans);
        while (reader.Next())
        {
            if (reader.Field == 2)
            {
                StageSpan(request, reader.ReadBytes(), process, staged);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static ReadOnlySpan<byte> Last(ReadOnlySpan<byte> message, int field)
    {
        ReadOnlySpan<byte> found = default;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            if (reader.Field == field)
            {
                found = reader.ReadBytes();
            }
            else
            {
                reader.Skip();
            }
        }

        return found;
    }

    private static string? ReadSpan(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> message, ref StagedSpan span, List<ulong> hashes)
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
                case 4:
                    var parent = reader.ReadBytes();
                    var parentWhy = parent.IsEmpty ? null : ReadId(parent, "a parent span's id", out span.ParentId);
                    why ??= parentWhy;
                    break;
                case 5:
                    var name = reader.ReadBytes();
                    span.NameOffset = OffsetOf(origin, name);
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
                    HashAttribute(reader.ReadBytes(), hashes);
                    break;
                case 11:
                    ReadEvent(reader.ReadBytes(), hashes);
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

        span.DurationNanos = end > span.StartNanos ? end - span.StartNanos : 0;
        HashDerived(span, hashes);
        why ??= span.TraceId == 0 ? "a span has no trace id" : span.SpanId == 0 ? "a span has no id" : null;
        return why;
    }

    private static string? ReadId(ReadOnlySpan<byte> bytes, string what, out ulong id)
    {
        id = bytes.Length == 8 ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;
        return bytes.Length == 8 ? null : $"{what} is not 8 bytes";
    }

    /// <summary>The tags that Jaeger derives from a span's own fields can be searched for as well.</summary>
    private static void HashDerived(in StagedSpan span, List<ulong> hashes)
    {
        if (span.Kind != SpanKind.Unspecified)
        {
            hashes.Add(Derived.Kinds[(int)span.Kind]);
        }

        if (span.Status != SpanStatus.Unset)
        {
            hashes.Add(span.Status == SpanStatus.Error ? Derived.StatusError : Derived.StatusOk);
        }

        if (span.Status == SpanStatus.Error)
        {
            hashes.Add(Derived.Error);
        }
    }

    private static void HashAttribute(ReadOnlySpan<byte> keyValue, List<ulong> hashes)
    {
        var attribute = OtlpAttribute.Read(keyValue);
        hashes.Add(TagHash.Of(attribute.Key, attribute.Value));
    }

    private static void ReadEvent(ReadOnlySpan<byte> message, List<ulong> hashes)
    {
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    reader.ReadFixed64();
                    break;
                case 2:
                    hashes.Add(TagHash.Of("event"u8, reader.ReadBytes()));
                    break;
                case 3:
                    HashAttribute(reader.ReadBytes(), hashes);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
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
            if (reader.Field == 3)
            {
                status = reader.ReadInt32() switch { 1 => SpanStatus.Ok, 2 => SpanStatus.Error, _ => SpanStatus.Unset };
            }
            else
            {
                reader.Skip();
            }
        }

        return status;
    }

    private static void HashScope(ReadOnlySpan<byte> scope, List<ulong> hashes)
    {
        var reader = new ProtoReader(scope);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    hashes.Add(TagHash.Of("otel.scope.name"u8, reader.ReadBytes()));
                    break;
                case 2:
                    hashes.Add(TagHash.Of("otel.scope.version"u8, reader.ReadBytes()));
                    break;
                case 3:
                    HashAttribute(reader.ReadBytes(), hashes);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static int OffsetOf(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> slice)
    {
        if (slice.IsEmpty)
        {
            return 0;
        }

        origin.Overlaps(slice, out var offset);
        return offset;
    }

    private static class Derived
    {
        public static readonly ulong[] Kinds =
            [.. Enum.GetValues<SpanKind>().Select(k => TagHash.Of(SpanKindKey, System.Text.Encoding.UTF8.GetBytes(k.Name())))];

        public static readonly ulong StatusError = TagHash.Of(StatusKey, "ERROR"u8);
        public static readonly ulong StatusOk = TagHash.Of(StatusKey, "OK"u8);
        public static readonly ulong Error = TagHash.Of("error"u8, true);
    }
}
