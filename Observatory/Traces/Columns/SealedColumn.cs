namespace Observatory.Traces.Columns;

/// <summary>Reads the values of a column one after the other.</summary>
internal sealed class SealedColumn
{
    private readonly ReadOnlyMemory<byte> _section;
    private readonly int[] _offsets;
    private readonly int _end;
    private readonly int _start;
    private int _position;
    private int _next;

    /// <summary>Reads where everything of the column is.</summary>
    public SealedColumn(ReadOnlyMemory<byte> section, ref ByteSource source)
    {
        _section = section;
        Name = ColumnName.Read(ref source);
        _offsets = DictionaryReader.Offsets(ref source);
        var codes = source.Text().Length;
        (_start, _end) = (source.Position - codes, source.Position);
        _position = _start;
    }

    /// <summary>The same column, from its first value.</summary>
    public SealedColumn(SealedColumn column)
    {
        (_section, Name, _offsets, _start, _end) = (column._section, column.Name, column._offsets, column._start, column._end);
        _position = _start;
    }

    /// <summary>What the column is.</summary>
    public ColumnName Name { get; }

    /// <summary>The next number.</summary>
    public long Number()
    {
        var source = new ByteSource(_section.Span[.._end], _position);
        var value = source.Zigzag();
        _position = source.Position;
        return value;
    }

    /// <summary>The next text.</summary>
    public ReadOnlySpan<byte> Text()
    {
        var source = new ByteSource(_section.Span[.._end], _position);
        var code = source.Varint();
        _position = source.Position;
        var index = code == 0 ? (ulong)_next++ : code - 1;
        if (index >= (ulong)(_offsets.Length - 1))
        {
            throw ByteSource.Damaged();
        }

        return _section.Span[_offsets[index].._offsets[index + 1]];
    }

    /// <summary>Passes over the next value.</summary>
    public void Skip()
    {
        if (Name.Kind is ColumnKind.Number or ColumnKind.Time)
        {
            Number();
        }
        else
        {
            Text();
        }
    }
}

/// <summary>Reads what a <see cref="ByteDictionary"/> wrote.</summary>
internal static class DictionaryReader
{
    /// <summary>Where each entry begins, and where the last one ends.</summary>
    public static int[] Offsets(ref ByteSource source)
    {
        var offsets = new int[source.Count(1) + 1];
        long total = 0;
        for (var i = 1; i < offsets.Length; i++)
        {
            total += source.Index(int.MaxValue);
            offsets[i] = (int)Math.Min(total, int.MaxValue);
        }

        if (total > source.Left)
        {
            throw ByteSource.Damaged();
        }

        var first = source.Position;
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] += first;
        }

        source.Bytes((int)total);
        return offsets;
    }
}
