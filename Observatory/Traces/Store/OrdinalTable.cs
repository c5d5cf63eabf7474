namespace Observatory.Traces.Store;

/// <summary>
/// A hash table from 32-bit hashes to span ordinals: open addressing, 8 bytes a slot, no tombstones. Several ordinals may have the
/// same hash; the caller compares.
/// </summary>
internal sealed class OrdinalTable
{
    private const int MinCapacity = 1024;
    private ulong[] _slots = new ulong[MinCapacity];

    /// <summary>Ordinals in the table.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of memory in use.</summary>
    public long Bytes => _slots.LongLength * sizeof(ulong);

    /// <summary>Finds the next ordinal with a hash.</summary>
    /// <param name="hash">The hash.</param>
    /// <param name="slot">-1 to begin, then what the last call gave.</param>
    /// <param name="ordinal">The ordinal found.</param>
    public bool Next(ulong hash, ref int slot, out uint ordinal)
    {
        var wanted = Narrow(hash);
        var mask = _slots.Length - 1;
        slot = slot < 0 ? (int)wanted & mask : (slot + 1) & mask;
        for (; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            if ((uint)(_slots[slot] >> 32) == wanted)
            {
                ordinal = (uint)_slots[slot];
                return true;
            }
        }

        ordinal = 0;
        return false;
    }

    /// <summary>Makes room for one more, so that <see cref="Add"/> can't fail.</summary>
    public void Reserve()
    {
        if ((Count + 1) * 10L > _slots.LongLength * 7)
        {
            Resize(_slots.Length * 2);
        }
    }

    /// <summary>Adds an ordinal.</summary>
    public void Add(ulong hash, uint ordinal)
    {
        Reserve();
        Insert(((ulong)Narrow(hash) << 32) | ordinal);
        Count++;
    }

    /// <summary>Puts another ordinal with the same hash into a slot that <see cref="Next"/> found.</summary>
    public void Replace(int slot, uint ordinal) => _slots[slot] = (_slots[slot] & 0xFFFFFFFF_00000000) | ordinal;

    /// <summary>Removes an ordinal that is in the table.</summary>
    public void Remove(ulong hash, uint ordinal)
    {
        var slot = -1;
        while (Next(hash, ref slot, out var found))
        {
            if (found == ordinal)
            {
                RemoveAt(slot);
                return;
            }
        }
    }

    /// <summary>Empties a slot that <see cref="Next"/> found.</summary>
    public void RemoveAt(int slot)
    {
        var mask = _slots.Length - 1;
        var free = slot;
        for (var next = (slot + 1) & mask; _slots[next] != 0; next = (next + 1) & mask)
        {
            var home = (int)(_slots[next] >> 32) & mask;
            // A slot may move up unless its home lies between the free slot and itself.
            if (((next - home) & mask) >= ((next - free) & mask))
            {
                _slots[free] = _slots[next];
                free = next;
            }
        }

        _slots[free] = 0;
        Count--;
        if (_slots.Length > MinCapacity && Count * 8L < _slots.LongLength)
        {
            Shrink();
        }
    }

    private static uint Narrow(ulong hash) => (uint)(hash >> 32) is 0 ? 1 : (uint)(hash >> 32);

    private void Shrink()
    {
        try
        {
            Resize(_slots.Length / 2);
        }
        catch (OutOfMemoryException)
        {
            // It stays large; the next removal tries again.
        }
    }

    private void Resize(int capacity)
    {
        var old = _slots;
        _slots = new ulong[capacity];
        foreach (var slot in old)
        {
            if (slot != 0)
            {
                Insert(slot);
            }
        }
    }

    private void Insert(ulong slot)
    {
        var mask = _slots.Length - 1;
        var index = (int)(slot >> 32) & mask;
        while (_slots[index] != 0)
        {
            index = (index + 1) & mask;
        }

        _slots[index] = slot;
    }
}
