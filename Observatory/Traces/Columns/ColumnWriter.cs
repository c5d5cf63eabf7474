namespace Observatory.Traces.Columns;

/// <summary>The values of one field of the spans of a block, or of the attributes with one key and one type.</summary>
internal sealed class ColumnWriter
{
    private readonly ByteSink _codes = new();
    private readonly ByteDictionary _dictionary = new();

    /// <summary>What the column is.</summary>
    public required ColumnName Name { get; init; }

    /// <summary>What the attribute's key is called in filters.</summary>
    public ulong KeyHash { get; init; }

    /// <summary>Adds a number.</summary>
    public void Add(ulong value) => _codes.Zigzag((long)value);

    /// <summary>Adds a difference from the span's start.</summary>
    public void AddTime(ulong value, ulong start) => _codes.Zigzag(unchecked((long)(value - start)));

    /// <summary>Adds a text.</summary>
    /// <returns>Whether the column did not have it yet.</returns>
    public bool Add(ReadOnlySpan<byte> value)
    {
        var index = _dictionary.Add(value, out var isNew);
        _codes.Varint(isNew ? 0 : (ulong)index + 1);
        return isNew;
    }

    /// <summary>Writes the column.</summary>
    public void WriteTo(ByteSink sink)
    {
        Name.WriteTo(sink);
        _dictionary.WriteTo(sink);
        sink.Text(_codes.Written);
    }
}

/// <summary>What a column is.</summary>
/// <param name="Kind">How its values are written.</param>
/// <param name="Message">Whose field it is.</param>
/// <param name="Tag">The field's tag.</param>
/// <param name="ValueTag">The tag of the alternative of AnyValue when the field is an attribute with <paramref name="Key"/>; else
/// 0.</param>
/// <param name="Key">The attribute's key.</param>
internal sealed record ColumnName(ColumnKind Kind, MessageKind Message, uint Tag, byte ValueTag, byte[] Key)
{
    /// <summary>Writes the name.</summary>
    public void WriteTo(ByteSink sink)
    {
        sink.Byte((byte)Kind);
        sink.Byte((byte)Message);
        sink.Varint(Tag);
        sink.Byte(ValueTag);
        sink.Text(Key);
    }

    /// <summary>Reads a name.</summary>
    public static ColumnName Read(ref ByteSource source)
    {
        var kind = (ColumnKind)source.Byte();
        return kind > ColumnKind.Whole
            ? throw ByteSource.Damaged()
            : new(kind, (MessageKind)source.Byte(), (uint)source.Varint(), source.Byte(), source.Text().ToArray());
    }
}
