namespace Observatory.Traces.Store;

/// <summary>The blocks as they were at one moment, with leases on their segments, and what each operation id meant then.</summary>
internal sealed class StoreSnapshot : IDisposable
{
    private readonly HashSet<Segment> _leased = [];

    /// <summary>Takes the leases; called under the store's lock.</summary>
    public StoreSnapshot(IReadOnlyList<SpanBlock> blocks, OperationMatch[] operations)
    {
        Operations = operations;
        Blocks = new (SpanBlock, int)[blocks.Count];
        for (var i = 0; i < Blocks.Length; i++)
        {
            Blocks[i] = (blocks[i], blocks[i].Count);
            if (_leased.Add(blocks[i].Segment))
            {
                blocks[i].Segment.Lease();
            }
        }
    }

    /// <summary>The blocks, oldest first, with how many entries of each there were.</summary>
    public (SpanBlock Block, int Count)[] Blocks { get; }

    /// <summary>For each operation id, whether it was asked for.</summary>
    public OperationMatch[] Operations { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var segment in _leased)
        {
            segment.Release();
        }

        _leased.Clear();
    }
}

/// <summary>The entries of one trace, with leases on the segments they are in.</summary>
internal sealed class TraceEntries : IDisposable
{
    private readonly HashSet<Segment> _leased = [];

    /// <summary>Takes the leases; called under the store's lock.</summary>
    public TraceEntries(List<(SpanEntry Entry, Segment Segment)> items)
    {
        Items = items;
        foreach (var (_, segment) in items)
        {
            if (_leased.Add(segment))
            {
                segment.Lease();
            }
        }
    }

    /// <summary>The entries, each with its segment.</summary>
    public List<(SpanEntry Entry, Segment Segment)> Items { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var segment in _leased)
        {
            segment.Release();
        }

        _leased.Clear();
    }
}
