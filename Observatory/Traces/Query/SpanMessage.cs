using Observatory.Otlp;

namespace Observatory.Traces.Query;

/// <summary>A stored Span message. With what is in the index it is all that a span says, and the place that knows the numbers of its fields.</summary>
internal readonly ref struct SpanMessage
{
    /// <summary>The number of the field with the attributes of a span.</summary>
    public const int AttributesField = 9;

    /// <summary>The number of the field with the events of a span.</summary>
    public const int EventsField = 11;

    private readonly ReadOnlySpan<byte> _span;

    /// <summary>Reads a span.</summary>
    public SpanMessage(ReadOnlySpan<byte> span)
    {
        _span = span;
        var reader = new ProtoReader(span);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 3:
                    TraceState = reader.ReadBytes();
                    break;
                case 5:
                    Name = reader.ReadBytes();
                    break;
                case 10:
                    DroppedAttributes = reader.ReadUInt32();
                    break;
                case 12:
                    DroppedEvents = reader.ReadUInt32();
                    break;
                case 14:
                    DroppedLinks = reader.ReadUInt32();
                    break;
                case 15:
                    StatusMessage = RepeatedField.Last(reader.ReadBytes(), 2);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    /// <summary>Its name.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The W3C trace state.</summary>
    public ReadOnlySpan<byte> TraceState { get; }

    /// <summary>The status's message.</summary>
    public ReadOnlySpan<byte> StatusMessage { get; }

    /// <summary>Its attributes, as KeyValue messages.</summary>
    public RepeatedField Attributes => new(_span, AttributesField);

    /// <summary>Its events; see <see cref="ReadEvent"/>.</summary>
    public RepeatedField Events => new(_span, EventsField);

    /// <summary>Its links; see <see cref="TryReadLink"/>.</summary>
    public RepeatedField Links => new(_span, 13);

    /// <summary>Attributes that the sender dropped.</summary>
    public uint DroppedAttributes { get; }

    /// <summary>Events that the sender dropped.</summary>
    public uint DroppedEvents { get; }

    /// <summary>Links that the sender dropped.</summary>
    public uint DroppedLinks { get; }

    /// <summary>The attributes of an event.</summary>
    public static RepeatedField AttributesOfEvent(ReadOnlySpan<byte> message) => new(message, 3);

    /// <summary>The attributes of a link.</summary>
    public static RepeatedField AttributesOfLink(ReadOnlySpan<byte> message) => new(message, 4);

    /// <summary>Reads an event's name.</summary>
    /// <returns>Its time, in nanoseconds since 1970.</returns>
    public static ulong ReadEvent(ReadOnlySpan<byte> message, out ReadOnlySpan<byte> name)
    {
        ulong time = 0;
        name = default;
        var reader = new ProtoReader(message);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    time = reader.ReadFixed64();
                    break;
                case 2:
                    name = reader.ReadBytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return time;
    }

    /// <summary>Reads where a link leads.</summary>
    /// <returns>False when its ids are none.</returns>
    public static bool TryReadLink(ReadOnlySpan<byte> message, out UInt128 trace, out ulong span)
    {
        var traceId = RepeatedField.Last(message, 1);
        var spanId = RepeatedField.Last(message, 2);
        (trace, span) = (0, 0);
        if (traceId.Length != 16 || spanId.Length != 8)
        {
            return false;
        }

        trace = BinaryPrimitives.ReadUInt128BigEndian(traceId);
        span = BinaryPrimitives.ReadUInt64BigEndian(spanId);
        return true;
    }
}
