using Observatory.Traces.Model;

namespace Observatory.Traces.Columns;

/// <summary>The columns of a block, found by what they are.</summary>
internal sealed class ColumnSet
{
    private readonly ByteDictionary _names = new();
    private readonly ByteSink _name = new();
    private readonly List<ColumnWriter> _columns = [];

    /// <summary>How many there are.</summary>
    public int Count => _columns.Count;

    /// <summary>A column.</summary>
    public ColumnWriter this[int index] => _columns[index];

    /// <summary>The number of a column, which is made when it is not there yet.</summary>
    public int Find(ColumnKind kind, MessageKind message, uint tag, byte valueTag = 0, ReadOnlySpan<byte> key = default)
    {
        _name.Clear();
        _name.Byte((byte)kind);
        _name.Byte((byte)message);
        _name.Varint(tag);
        _name.Byte(valueTag);
        _name.Bytes(key);
        var index = _names.Add(_name.Written, out var isNew);
        if (isNew)
        {
            _columns.Add(new() { Name = new(kind, message, tag, valueTag, key.ToArray()), KeyHash = TagHash.Of(key) });
        }

        return index;
    }

    /// <summary>Forgets all columns.</summary>
    public void Clear()
    {
        _names.Clear();
        _columns.Clear();
    }

    /// <summary>Writes all columns.</summary>
    public void WriteTo(ByteSink sink)
    {
        sink.Varint((ulong)_columns.Count);
        foreach (var column in _columns)
        {
            column.WriteTo(sink);
        }
    }
}
