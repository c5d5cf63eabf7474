using Observatory.Otlp;
using Observatory.Storage;
using Observatory.Traces.Model;
using Observatory.Traces.Store;

namespace Observatory.Traces.Otlp;

/// <summary>
/// Checks an <c>ExportTraceServiceRequest</c> down to the last attribute and stages its spans, without copying: what is stored later is
/// each span's own protobuf message.
/// </summary>
internal static class TraceDecoder
{
    /// <summary>A span of more bytes than this is rejected.</summary>
    public const int MaxSpanBytes = 4 * 1024 * 1024;

    /// <summary>Stages all spans of a request.</summary>
    /// <exception cref="MalformedProtobufException">It is no such request.</exception>
    public static void Stage(ReadOnlySpan<byte> request, StagedRequest staged)
    {
        foreach (var resourceSpans in new RepeatedField(request, 1))
        {
            StageResource(request, resourceSpans, staged);
        }
    }

    /// <summary>Stages one stored span again, when a segment is replayed.</summary>
    /// <exception cref="MalformedProtobufException">It is no span.</exception>
    public static void StageSpan(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> span, int process, StagedRequest staged)
    {
        var decoded = new StagedSpan
        {
            Offset = Slices.OffsetOf(origin, span),
            Length = span.Length,
            Process = process,
            FirstHash = staged.Hashes.Count,
        };
        var why = SpanDecoder.Read(origin, span, ref decoded, staged.Hashes);
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
            ResourceOffset = Slices.OffsetOf(origin, resource),
            ResourceLength = resource.Length,
            ScopeOffset = Slices.OffsetOf(origin, scope),
            ScopeLength = scope.Length,
            FirstHash = staged.Hashes.Count,
            Number = number,
            Key = new(Hash64.Of(resource, Hash64.Of(scope)), Hash64.Of(scope, Hash64.Of(resource, 1))),
        };
        foreach (var keyValue in new RepeatedField(resource, 1))
        {
            var attribute = OtlpAttribute.Read(keyValue);
            staged.Hashes.Add(TagHash.Of(attribute.Key, attribute.Value));
            if (attribute.Key.SequenceEqual("service.name"u8) && attribute.Value.Kind == OtlpValueKind.String)
            {
                process.ServiceOffset = Slices.OffsetOf(origin, attribute.Value.Bytes);
                process.ServiceLength = attribute.Value.Bytes.Length;
            }
        }

        TagHashes.AddScope(scope, staged.Hashes);
        process.HashCount = staged.Hashes.Count - process.FirstHash;
        staged.Processes.Add(process);
        return staged.Processes.Count - 1;
    }

    private static void StageResource(ReadOnlySpan<byte> request, ReadOnlySpan<byte> resourceSpans, StagedRequest staged)
    {
        // A sender may put the fields in any order, so the resource is looked for first.
        var resource = RepeatedField.Last(resourceSpans, 1);
        foreach (var scopeSpans in new RepeatedField(resourceSpans, 2))
        {
            StageScope(request, resource, scopeSpans, staged);
        }
    }

    private static void StageScope(ReadOnlySpan<byte> request, ReadOnlySpan<byte> resource, ReadOnlySpan<byte> scopeSpans, StagedRequest staged)
    {
        var process = StageProcess(request, resource, RepeatedField.Last(scopeSpans, 1), staged);
        foreach (var span in new RepeatedField(scopeSpans, 2))
        {
            StageSpan(request, span, process, staged);
        }
    }
}

/// <summary>Where slices are in what they were cut from.</summary>
internal static class Slices
{
    /// <summary>The offset of a slice; 0 for an empty one.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> slice)
    {
        if (slice.IsEmpty)
        {
            return 0;
        }

        origin.Overlaps(slice, out var offset);
        return offset;
    }
}
