using Observatory.Otlp;

namespace Observatory.Traces.Model;

/// <summary>The hashes of all tags by which a span can be searched for: see <see cref="TagHash"/>.</summary>
internal static class TagHashes
{
    private static ReadOnlySpan<byte> SpanKindKey => "span.kind"u8;

    private static ReadOnlySpan<byte> StatusKey => "otel.status_code"u8;

    /// <summary>Adds those that Jaeger derives from a span's own fields.</summary>
    public static void AddDerived(SpanKind kind, SpanStatus status, List<ulong> hashes)
    {
        if (kind != SpanKind.Unspecified)
        {
            hashes.Add(Derived.Kinds[(int)kind]);
        }

        if (status != SpanStatus.Unset)
        {
            hashes.Add(status == SpanStatus.Error ? Derived.StatusError : Derived.StatusOk);
        }

        if (status == SpanStatus.Error)
        {
            hashes.Add(Derived.Error);
        }
    }

    /// <summary>Adds that of a KeyValue message.</summary>
    /// <exception cref="MalformedProtobufException">It is none.</exception>
    public static void AddAttribute(ReadOnlySpan<byte> keyValue, List<ulong> hashes)
    {
        var attribute = OtlpAttribute.Read(keyValue);
        hashes.Add(TagHash.Of(attribute.Key, attribute.Value));
    }

    /// <summary>Adds those of an Event message, which it checks.</summary>
    /// <exception cref="MalformedProtobufException">It is none.</exception>
    public static void AddEvent(ReadOnlySpan<byte> message, List<ulong> hashes)
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
                    AddAttribute(reader.ReadBytes(), hashes);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    /// <summary>Adds those of the attributes and events of a Span message that was checked before.</summary>
    public static void AddSpan(ReadOnlySpan<byte> message, List<ulong> hashes)
    {
        foreach (var attribute in new RepeatedField(message, 9))
        {
            AddAttribute(attribute, hashes);
        }

        foreach (var happening in new RepeatedField(message, 11))
        {
            AddEvent(happening, hashes);
        }
    }

    /// <summary>Adds those of a Resource message.</summary>
    /// <exception cref="MalformedProtobufException">It is none.</exception>
    public static void AddResource(ReadOnlySpan<byte> resource, List<ulong> hashes)
    {
        foreach (var attribute in new RepeatedField(resource, 1))
        {
            AddAttribute(attribute, hashes);
        }
    }

    /// <summary>Adds those of an InstrumentationScope message.</summary>
    /// <exception cref="MalformedProtobufException">It is none.</exception>
    public static void AddScope(ReadOnlySpan<byte> scope, List<ulong> hashes)
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
                    AddAttribute(reader.ReadBytes(), hashes);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static class Derived
    {
        public static readonly ulong[] Kinds =
            [.. Enum.GetValues<SpanKind>().Select(k => TagHash.Of(SpanKindKey, Encoding.UTF8.GetBytes(k.Name())))];

        public static readonly ulong StatusError = TagHash.Of(StatusKey, "ERROR"u8);
        public static readonly ulong StatusOk = TagHash.Of(StatusKey, "OK"u8);
        public static readonly ulong Error = TagHash.Of("error"u8, true);
    }
}
