using Observatory.Logs.Model;

namespace Observatory.Logs.Store;

/// <summary>
/// A megabyte of records, filled from the front and dropped as a whole. Readers see what was complete when they looked; only one thread
/// adds.
/// </summary>
internal sealed class LogChunk
{
    /// <summary>Bytes of one chunk.</summary>
    public const int Size = 1 << 20;

    private readonly byte[] _bytes = new byte[Size];
    private int[] _offsets = new int[1024];
    private int _count;

    /// <summary>Records held. Reading it makes everything before it visible.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Nanoseconds since 1970 at which the newest record was received.</summary>
    public ulong NewestUnixNano => new LogRecord(this[Count - 1]).ReceivedUnixNano;

    /// <summary>A record, by its place; places below <see cref="Count"/> never change.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var offsets = Volatile.Read(ref _offsets);
            return _bytes.AsSpan(offsets[index], offsets[index + 1] - offsets[index]);
        }
    }

    /// <summary>Adds a record if there is room.</summary>
    public bool TryAdd(ReadOnlySpan<byte> record)
    {
        var end = _offsets[_count];
        if (end + record.Length > Size)
        {
            return false;
        }

        if (_count + 2 > _offsets.Length)
        {
            var grown = new int[_offsets.Length * 2];
            _offsets.CopyTo(grown, 0);
            Volatile.Write(ref _offsets, grown);
        }

        record.CopyTo(_bytes.AsSpan(end));
        _offsets[_count + 1] = end + record.Length;
        Volatile.Write(ref _count, _count + 1);
        return true;
    }
}
