using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>
/// What is stored, from the oldest to the newest: sealed parts, and then the segments that are not sealed yet. Not thread-safe:
/// <see cref="TraceStore"/> guards it.
/// </summary>
internal sealed class StoreContents
{
    private readonly List<SealedPart> _parts = [];
    private readonly List<OpenSegment> _open = [];
    private long _sealedSpans;
    private long _sealedTraces;
    private long _sealedMemory;

    /// <summary>The sealed parts, oldest first.</summary>
    public IReadOnlyList<SealedPart> Parts => _parts;

    /// <summary>The segments that are not sealed, oldest first; the last one is written to.</summary>
    public IReadOnlyList<OpenSegment> Open => _open;

    /// <summary>The services and operations of all spans.</summary>
    public OperationTable Operations { get; } = new();

    /// <summary>Bytes of all files.</summary>
    public long Bytes { get; set; }

    /// <summary>Grows whenever something is dropped, after which numbers of operations may mean others.</summary>
    public int Drops { get; private set; }

    /// <summary>How much is stored.</summary>
    public StoreSize Size => new(
        (int)(_sealedSpans + _open.Sum(o => (long)o.Index.Spans)), (int)(_sealedTraces + _open.Sum(o => (long)o.Index.Traces)),
        _parts.Count + _open.Count, Bytes, _sealedMemory + _open.Sum(o => o.Index.Bytes), (int)_sealedSpans, Oldest?.ToUnixTimeMilliseconds());

    /// <summary>Spans stored.</summary>
    public long Spans => _sealedSpans + _open.Sum(o => (long)o.Index.Spans);

    /// <summary>When the oldest span arrived; null when there is none.</summary>
    public DateTimeOffset? Oldest =>
        _parts.Count > 0 ? _parts[0].Directory.FirstArrival
        : _open.Find(o => o.File.Spans > 0) is { } first ? first.File.FirstArrival : null;

    /// <summary>The blocks of everything, oldest first.</summary>
    public List<StoredBlock> Blocks()
    {
        var blocks = new List<StoredBlock>();
        foreach (var part in _parts)
        {
            blocks.AddRange(part.Blocks);
        }

        foreach (var open in _open)
        {
            blocks.AddRange(open.Index.Blocks);
        }

        return blocks;
    }

    /// <summary>The sealed parts that may have spans of a trace, with the blocks in which they are.</summary>
    public List<(SealedPart Part, List<(int Block, int Spans)> Found)> Sealed(UInt128 trace)
    {
        var all = new List<(SealedPart, List<(int, int)>)>();
        foreach (var part in _parts)
        {
            if (part.Find(trace) is { Count: > 0 } found)
            {
                all.Add((part, found));
            }
        }

        return all;
    }

    /// <summary>How many spans of a trace are stored.</summary>
    public int CountOf(UInt128 trace) => CountOfOpen(trace) + Sealed(trace).Sum(s => s.Found.Sum(f => f.Spans));

    /// <summary>How many spans of a trace are stored and not sealed.</summary>
    public int CountOfOpen(UInt128 trace)
    {
        var count = 0;
        foreach (var open in _open)
        {
            count += open.Index.CountOf(trace);
        }

        return count;
    }

    /// <summary>Whether a span is stored and not sealed.</summary>
    public bool IsOpen(UInt128 trace, ulong span, ulong startNanos)
    {
        foreach (var open in _open)
        {
            if (open.Index.Contains(trace, span, startNanos))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The entries of a trace that are not sealed.</summary>
    public List<(SpanEntry Entry, Segment Segment)> OpenEntries(UInt128 trace) =>
        _open.Count == 1 ? _open[0].Index.Trace(trace) : [.. Enumerable.Reverse(_open).SelectMany(o => o.Index.Trace(trace))];

    /// <summary>The operation of a span that is not sealed; -1 when it is not there.</summary>
    public int OperationOfOpen(UInt128 trace, ulong span)
    {
        foreach (var open in _open)
        {
            if (open.Index.OperationOf(trace, span) is >= 0 and var operation)
            {
                return operation;
            }
        }

        return -1;
    }

    /// <summary>Adds a segment after all others.</summary>
    public OpenSegment Add(Segment segment)
    {
        if (_open.Count > 0)
        {
            _open[^1].File.Processes.Seal();
        }

        _open.Add(new(segment));
        Bytes += segment.Length;
        return _open[^1];
    }

    /// <summary>Adds a part after all others.</summary>
    public void Add(SealedPart part) => Insert(_parts.Count, part);

    /// <summary>Puts a part in the place of the segment of which it was made.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="part">The part; null when there is nothing in the segment.</param>
    /// <returns>False when the segment is gone.</returns>
    public bool Replace(OpenSegment segment, SealedPart? part)
    {
        if (!_open.Contains(segment))
        {
            return false;
        }

        if (part is not null)
        {
            Insert(_parts.Count, part);
        }

        Remove(segment);
        return true;
    }

    /// <summary>Puts a part in the place of those of which it was made.</summary>
    /// <returns>False when one of them is gone.</returns>
    public bool Replace(IReadOnlyList<SealedPart> parts, SealedPart merged)
    {
        var at = _parts.IndexOf(parts[0]);
        if (at < 0 || !parts.All(_parts.Contains))
        {
            return false;
        }

        Insert(at, merged);
        foreach (var part in parts)
        {
            Remove(part);
        }

        return true;
    }

    /// <summary>Drops the oldest part, or the oldest segment when there is none.</summary>
    /// <returns>How many spans went, and when the last of them had arrived.</returns>
    public (int Spans, DateTimeOffset LastArrival) DropOldest()
    {
        Drops++;
        if (_parts.Count > 0)
        {
            var part = _parts[0];
            Remove(part);
            part.File.Delete();
            return (part.Directory.Spans, part.Directory.LastArrival);
        }

        var oldest = _open[0];
        var spans = oldest.Index.Spans;
        Remove(oldest);
        oldest.File.Delete();
        return (spans, oldest.File.LastArrival);
    }

    /// <summary>Ends the leases of all files.</summary>
    public void Close()
    {
        _open.ForEach(o => o.File.Release());
        _parts.ForEach(p => p.File.Release());
        _open.Clear();
        _parts.Clear();
    }

    private void Insert(int at, SealedPart part)
    {
        var directory = part.Directory;
        part.SetOperations([.. directory.Operations.Select(o => Operations.Add(o.Operation, o.Spans))]);
        _parts.Insert(at, part);
        Bytes += part.Length;
        _sealedSpans += directory.Spans;
        _sealedTraces += directory.Traces;
        _sealedMemory += directory.Bytes;
    }

    private void Remove(SealedPart part)
    {
        var directory = part.Directory;
        _parts.Remove(part);
        Bytes -= part.Length;
        _sealedSpans -= directory.Spans;
        _sealedTraces -= directory.Traces;
        _sealedMemory -= directory.Bytes;
        for (var i = 0; i < part.OperationIds.Count; i++)
        {
            Operations.Remove(part.OperationIds[i], directory.Operations[i].Spans);
        }

        part.IsGone();
    }

    private void Remove(OpenSegment segment)
    {
        _open.Remove(segment);
        Bytes -= segment.File.Length;
        foreach (var block in segment.Index.Blocks)
        {
            for (var i = 0; i < block.Count; i++)
            {
                Operations.Remove(block.Entries[i].Operation);
            }
        }
    }
}
