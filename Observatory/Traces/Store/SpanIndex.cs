using System.Runtime.CompilerServices;
using Observatory.Storage;
using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>
/// The entries of all stored spans in order of arrival, found by trace id and by span id. Not thread-safe: the store's lock guards it.
/// A span's ordinal counts blocks' places from the start of the process and wraps at 2^32; at any time far fewer are in use.
/// </summary>
/// <param name="firstOrdinal">The first span's ordinal, a multiple of a block's capacity.</param>
internal sealed class SpanIndex(uint firstOrdinal = 0)
{
    private readonly List<SpanBlock> _blocks = [];
    private readonly OrdinalTable _spans = new();
    private readonly OrdinalTable _traces = new();
    private uint _first = firstOrdinal;

    /// <summary>Spans in the index.</summary>
    public int Spans => _spans.Count;

    /// <summary>Traces in the index.</summary>
    public int Traces => _traces.Count;

    /// <summary>Bytes of memory that the index takes.</summary>
    public long Bytes => (_blocks.Count * (long)SpanBlock.Capacity * (Unsafe.SizeOf<SpanEntry>() + sizeof(ulong))) + _spans.Bytes + _traces.Bytes;

    /// <summary>The blocks, oldest first.</summary>
    public IReadOnlyList<SpanBlock> Blocks => _blocks;

    /// <summary>Makes room for an entry in a block of <paramref name="segment"/>.</summary>
    public SpanBlock BlockFor(Segment segment)
    {
        if (_blocks.Count == 0 || _blocks[^1].Count == SpanBlock.Capacity || _blocks[^1].Segment != segment)
        {
            _blocks.Add(new(segment));
        }

        return _blocks[^1];
    }

    /// <summary>
    /// Whether the same span was stored before. Spans that share an id but not their start are different ones, as Zipkin's are.
    /// </summary>
    public bool Contains(UInt128 trace, ulong span, ulong startNanos)
    {
        var slot = -1;
        while (_spans.Next(Hash64.Of(trace, span), ref slot, out var ordinal))
        {
            ref var entry = ref At(ordinal);
            if (entry.SpanId == span && entry.StartNanos == startNanos && entry.TraceId == trace)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds a span by its id.</summary>
    /// <returns>Its operation, or -1.</returns>
    public int OperationOf(UInt128 trace, ulong span)
    {
        var slot = -1;
        while (_spans.Next(Hash64.Of(trace, span), ref slot, out var ordinal))
        {
            ref var entry = ref At(ordinal);
            if (entry.SpanId == span && entry.TraceId == trace)
            {
                return entry.Operation;
            }
        }

        return -1;
    }

    /// <summary>How many spans of a trace are stored.</summary>
    public int CountOf(UInt128 trace) => FindTrace(trace, out var newest, out _) ? At(newest).TraceCount : 0;

    /// <summary>
    /// Adds an entry to the last block, or changes nothing when there is no memory; <see cref="BlockFor"/> made room for it.
    /// </summary>
    public void Add(SpanEntry entry)
    {
        _spans.Reserve();
        _traces.Reserve();
        var block = _blocks[^1];
        var ordinal = unchecked(_first + (uint)(((_blocks.Count - 1) * SpanBlock.Capacity) + block.Count));
        if (FindTrace(entry.TraceId, out var newest, out var slot))
        {
            entry.Previous = newest;
            entry.TraceCount = At(newest).TraceCount + 1;
            _traces.Replace(slot, ordinal);
        }
        else
        {
            entry.TraceCount = 1;
            entry.IsFirst = true;
            _traces.Add(Hash64.Of(entry.TraceId), ordinal);
        }

        block.Add(entry);
        _spans.Add(Hash64.Of(entry.TraceId, entry.SpanId), ordinal);
    }

    /// <summary>Takes back the entry that was added last.</summary>
    public SpanEntry RemoveLast()
    {
        while (_blocks[^1].Count == 0)
        {
            _blocks.RemoveAt(_blocks.Count - 1);
        }

        var block = _blocks[^1];
        var entry = block.Entries[block.Count - 1];
        var ordinal = unchecked(_first + (uint)(((_blocks.Count - 1) * SpanBlock.Capacity) + block.Count - 1));
        _spans.Remove(Hash64.Of(entry.TraceId, entry.SpanId), ordinal);
        FindTrace(entry.TraceId, out _, out var slot);
        if (entry.TraceCount == 1)
        {
            _traces.RemoveAt(slot);
        }
        else
        {
            _traces.Replace(slot, entry.Previous);
        }

        block.RemoveLast();
        return entry;
    }

    /// <summary>Forgets the oldest block.</summary>
    /// <param name="forgotten">Called for each of its entries.</param>
    public void DropOldestBlock(Action<SpanEntry> forgotten)
    {
        var block = _blocks[0];
        for (var i = 0; i < block.Count; i++)
        {
            ref var entry = ref block.Entries[i];
            _spans.Remove(Hash64.Of(entry.TraceId, entry.SpanId), unchecked(_first + (uint)i));
            if (FindTrace(entry.TraceId, out var newest, out var slot) && --At(newest).TraceCount == 0)
            {
                _traces.RemoveAt(slot);
            }

            forgotten(entry);
        }

        _blocks.RemoveAt(0);
        _first = unchecked(_first + SpanBlock.Capacity);
    }

    /// <summary>The entries of a trace, newest first.</summary>
    public List<(SpanEntry Entry, Segment Segment)> Trace(UInt128 trace)
    {
        var found = new List<(SpanEntry, Segment)>();
        if (!FindTrace(trace, out var ordinal, out _))
        {
            return found;
        }

        for (var left = At(ordinal).TraceCount; left > 0; left--)
        {
            var entry = At(ordinal);
            found.Add((entry, BlockAt(ordinal).Segment));
            ordinal = entry.Previous;
        }

        return found;
    }

    private bool FindTrace(UInt128 trace, out uint newest, out int slot)
    {
        slot = -1;
        while (_traces.Next(Hash64.Of(trace), ref slot, out newest))
        {
            if (At(newest).TraceId == trace)
            {
                return true;
            }
        }

        return false;
    }

    private SpanBlock BlockAt(uint ordinal) => _blocks[(int)(unchecked(ordinal - _first) / SpanBlock.Capacity)];

    private ref SpanEntry At(uint ordinal) => ref BlockAt(ordinal).Entries[unchecked(ordinal - _first) % SpanBlock.Capacity];
}
