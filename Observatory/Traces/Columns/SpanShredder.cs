using Observatory.Traces.Model;


namespace Observatory.Traces.Columns;

/// <summary>
/// Takes Span messages apart into a shape and values, so that <see cref="SealedMessages"/> puts together the same bytes again: whatever
/// order the fields are in, and also fields that nobody knows. What protobuf allows and no sender writes (numbers in more bytes than they
/// take, groups) has no shape; the message that holds it is kept whole.
/// </summary>
internal sealed class SpanShredder(ColumnSet columns)
{
    private readonly ByteSink _shape = new();
    private readonly List<ShreddedValue> _values = [];

    /// <summary>The shape of the message that was shredded last.</summary>
    public ReadOnlySpan<byte> Shape => _shape.Written;

    /// <summary>Its values, in the order of the shape.</summary>
    public IReadOnlyList<ShreddedValue> Values => _values;

    /// <summary>Whether an attribute, an event or a link was kept whole.</summary>
    public bool HasWhole { get; private set; }

    /// <summary>The start that it says, in nanoseconds since 1970; 0 when it says none.</summary>
    public ulong Start { get; private set; }

    /// <summary>The end that it says; 0 when it says none.</summary>
    public ulong End { get; private set; }

    /// <summary>Where its name is.</summary>
    public (int Offset, int Length) Name { get; private set; }

    /// <summary>Shreds a message.</summary>
    /// <returns>False when it has no shape.</returns>
    public bool TryShred(ReadOnlySpan<byte> message, in SpanEntry entry)
    {
        _shape.Clear();
        _values.Clear();
        (HasWhole, Start, End, Name) = (false, 0, 0, default);
        var seen = 0u;
        var reader = new StrictReader(message);
        while (reader.Left > 0)
        {
            if (!reader.TryNext())
            {
                return false;
            }

            var field = reader.Tag >> 3;
            if (field is 5 or 7 or 8 && (seen & (1u << (int)field)) != 0)
            {
                return false; // Only one of them is in the index.
            }

            seen |= field < 32 ? 1u << (int)field : 0;
            AddSpanField(message, reader, entry);
        }

        return true;
    }

    private void AddSpanField(ReadOnlySpan<byte> message, in StrictReader field, in SpanEntry entry)
    {
        var bytes = message.Slice(field.Offset, field.Length);
        switch (field.Tag)
        {
            case SpanTags.Trace when bytes.Length == 16 && BinaryPrimitives.ReadUInt128BigEndian(bytes) == entry.TraceId:
                AddKnown(KnownField.Trace);
                break;
            case SpanTags.Span when bytes.Length == 8 && BinaryPrimitives.ReadUInt64BigEndian(bytes) == entry.SpanId:
                AddKnown(KnownField.Span);
                break;
            case SpanTags.Parent when bytes.Length == 8 && BinaryPrimitives.ReadUInt64BigEndian(bytes) == entry.ParentId:
                AddKnown(KnownField.Parent);
                break;
            case SpanTags.Name:
                Name = (field.Offset, field.Length);
                AddKnown(KnownField.Name);
                break;
            case SpanTags.Kind when field.Number == (ulong)entry.Kind:
                AddKnown(KnownField.Kind);
                break;
            case SpanTags.Start:
                Start = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                AddKnown(KnownField.Start);
                break;
            case SpanTags.End:
                End = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
                AddKnown(KnownField.End);
                break;
            case SpanTags.Attribute:
                AddAttribute(message, field, MessageKind.Span);
                break;
            case SpanTags.Event:
                AddMessage(message, field, MessageKind.Event, entry);
                break;
            case SpanTags.Link:
                AddMessage(message, field, MessageKind.Link, entry);
                break;
            case SpanTags.Status:
                AddMessage(message, field, MessageKind.Status, entry);
                break;
            default:
                AddField(field, MessageKind.Span);
                break;
        }
    }

    private void AddMessage(ReadOnlySpan<byte> origin, in StrictReader outer, MessageKind kind, in SpanEntry entry)
    {
        var (shape, values) = (_shape.Length, _values.Count);
        _shape.Byte((byte)ShapeStep.Open);
        _shape.Varint(outer.Tag);
        var field = new StrictReader(origin, outer.Offset, outer.Offset + outer.Length);
        while (field.Left > 0)
        {
            if (!field.TryNext())
            {
                _shape.CutTo(shape);
                _values.RemoveRange(values, _values.Count - values);
                HasWhole = true;
                AddField(outer, MessageKind.Span);
                return;
            }

            switch ((kind, field.Tag))
            {
                case (MessageKind.Event, SpanTags.EventAttribute) or (MessageKind.Link, SpanTags.LinkAttribute):
                    AddAttribute(origin, field, kind);
                    break;
                case (MessageKind.Event, SpanTags.EventTime):
                    AddValue(columns.Find(ColumnKind.Time, kind, field.Tag), field);
                    break;
                case (MessageKind.Status, SpanTags.StatusCode) when field.Number == (ulong)entry.Status:
                    AddKnown(KnownField.Status);
                    break;
                default:
                    AddField(field, kind);
                    break;
            }
        }

        _shape.Byte((byte)ShapeStep.Close);
    }

    /// <summary>An attribute as every sender writes it: its key, and one scalar value.</summary>
    private void AddAttribute(ReadOnlySpan<byte> origin, in StrictReader field, MessageKind message)
    {
        var end = field.Offset + field.Length;
        var key = new StrictReader(origin, field.Offset, end);
        if (key.TryNext() && key.Tag == SpanTags.Key)
        {
            var value = key;
            if (value.TryNext() && value.Tag == SpanTags.Value && value.Left == 0)
            {
                var scalar = new StrictReader(origin, value.Offset, end);
                if (scalar.TryNext() && scalar.Left == 0 && KindOfValue(scalar.Tag) is { } kind)
                {
                    AddValue(columns.Find(kind, message, field.Tag, (byte)scalar.Tag, origin.Slice(key.Offset, key.Length)), scalar);
                    return;
                }
            }
        }

        HasWhole = true;
        AddField(field, message);
    }

    /// <summary>How a scalar of AnyValue is kept; null for what is none.</summary>
    private static ColumnKind? KindOfValue(uint tag) => tag switch
    {
        (1 << 3) | 2 or (7 << 3) | 2 => ColumnKind.Text,
        2 << 3 or 3 << 3 => ColumnKind.Number,
        (4 << 3) | 1 => ColumnKind.Word64,
        _ => null,
    };

    private void AddField(in StrictReader field, MessageKind message)
    {
        var kind = (field.Tag & 7) switch { 0 => ColumnKind.Number, 1 => ColumnKind.Word64, 5 => ColumnKind.Word32, _ => ColumnKind.Text };
        AddValue(columns.Find(kind, message, field.Tag), field);
    }

    private void AddValue(int column, in StrictReader field)
    {
        _shape.Byte((byte)ShapeStep.Field);
        _shape.Varint((ulong)column);
        _values.Add(new(column, field.Number, field.Offset, field.Length));
    }

    private void AddKnown(KnownField field)
    {
        _shape.Byte((byte)ShapeStep.Known);
        _shape.Byte((byte)field);
    }
}

/// <summary>A value of a column.</summary>
/// <param name="Column">The column's number.</param>
/// <param name="Number">The number of a varint.</param>
/// <param name="Offset">Where anything else is in the message.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct ShreddedValue(int Column, ulong Number, int Offset, int Length);
