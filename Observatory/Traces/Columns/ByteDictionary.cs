using Observatory.Storage;

namespace Observatory.Traces.Columns;

/// <summary>Different byte strings, numbered in the order in which they came. They are kept one behind the other.</summary>
internal sealed class ByteDictionary
{
    private readonly ByteSink _bytes = new();
    private int[] _slots = new int[16];
    private (int Offset, int Length, uint Hash)[] _entries = new (int, int, uint)[8];
    private int _last = -1;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes of one.</summary>
    public ReadOnlySpan<byte> this[int index] => _bytes.Written.Slice(_entries[index].Offset, _entries[index].Length);

    /// <summary>Makes it empty.</summary>
    public void Clear()
    {
        if (_slots.Length > 4 * SpanBlockEncoder.Rows)
        {
            _slots = new int[16];
            _entries = new (int, int, uint)[8];
        }

        Array.Clear(_slots);
        _bytes.Clear();
        Count = 0;
        _last = -1;
    }

    /// <summary>Adds a byte string unless it is there.</summary>
    /// <returns>Its number.</returns>
    public int Add(ReadOnlySpan<byte> value, out bool isNew)
    {
        isNew = false;
        // Neighbours are often alike.
        if (_last >= 0 && this[_last].SequenceEqual(value))
        {
            return _last;
        }

        var hash = (uint)Hash64.Of(value);
        var mask = _slots.Length - 1;
        var slot = (int)hash & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            var found = _slots[slot] - 1;
            if (_entries[found].Hash == hash && this[found].SequenceEqual(value))
            {
                return _last = found;
            }
        }

        isNew = true;
        if (Count == _entries.Length)
        {
            Grow();
            mask = _slots.Length - 1;
            slot = (int)hash & mask;
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }
        }

        _entries[Count] = (_bytes.Length, value.Length, hash);
        _bytes.Bytes(value);
        _slots[slot] = ++Count;
        return _last = Count - 1;
    }

    /// <summary>Writes how many there are, their lengths, and then their bytes.</summary>
    public void WriteTo(ByteSink sink)
    {
        sink.Varint((ulong)Count);
        for (var i = 0; i < Count; i++)
        {
            sink.Varint((ulong)_entries[i].Length);
        }

        sink.Bytes(_bytes.Written);
    }

    private void Grow()
    {
        Array.Resize(ref _entries, _entries.Length * 2);
        _slots = new int[_entries.Length * 2];
        for (var i = 0; i < Count; i++)
        {
            var slot = (int)_entries[i].Hash & (_slots.Length - 1);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = i + 1;
        }
    }
}
