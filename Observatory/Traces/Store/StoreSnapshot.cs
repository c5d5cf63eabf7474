using Observatory.Storage;
using Observatory.Traces.Columns;
using Observatory.Traces.Model;

namespace Observatory.Traces.Store;

/// <summary>The blocks as they were at one moment, with leases on their files, and what each operation id meant then.</summary>
internal sealed class StoreSnapshot : IDisposable
{
    private readonly Leases _leases = new();

    /// <summary>Takes the leases; called under the store's lock.</summary>
    public StoreSnapshot(StoreContents contents, OperationMatch[] operations)
    {
        Operations = operations;
        _leases.Take(contents.Parts.Select(p => p.File));
        _leases.Take(contents.Open.Select(o => o.File));
        Blocks = [.. contents.Blocks().Select(b => (b, b.Count))];
    }

    /// <summary>The blocks, oldest first, with how many entries of each there were.</summary>
    public (StoredBlock Block, int Count)[] Blocks { get; }

    /// <summary>For each operation id, whether it was asked for.</summary>
    public OperationMatch[] Operations { get; }

    /// <inheritdoc/>
    public void Dispose() => _leases.Dispose();
}

/// <summary>Where the spans of one trace are, with leases on the files they are in.</summary>
internal sealed class TraceEntries : IDisposable
{
    private readonly Leases _leases = new();

    /// <summary>Takes the leases; called under the store's lock.</summary>
    public TraceEntries(UInt128 trace, StoreContents contents)
    {
        Trace = trace;
        Drops = contents.Drops;
        Items = contents.OpenEntries(trace);
        Parts = [.. contents.Parts.Where(p => p.MayHave(trace))];
        _leases.Take(Parts.Select(p => p.File));
        _leases.Take(Items.Select(i => i.Segment));
    }

    /// <summary>The trace's id.</summary>
    public UInt128 Trace { get; }

    /// <summary>The entries that are not in sealed parts, each with its segment.</summary>
    public List<(SpanEntry Entry, Segment Segment)> Items { get; }

    /// <summary>The sealed parts that may have spans of it, oldest first.</summary>
    public IReadOnlyList<SealedPart> Parts { get; }

    /// <summary>What <see cref="StoreContents.Drops"/> was then.</summary>
    public int Drops { get; }

    /// <summary>Reads all entries.</summary>
    public List<SpanEntry> Read()
    {
        var entries = Items.ConvertAll(i => i.Entry);
        foreach (var (_, _, block, row, spans) in Blocks())
        {
            entries.AddRange(block.Entries.AsSpan(row, spans));
        }

        return entries;
    }

    /// <summary>Reads the blocks in which spans of the trace are, with the row of the first and how many there are.</summary>
    public IEnumerable<(SealedPart Part, int Index, SealedBlock Block, int Row, int Spans)> Blocks()
    {
        foreach (var part in Parts)
        {
            foreach (var (index, _) in part.Find(Trace))
            {
                if (part.Read(index) is { } block && Array.FindIndex(block.Traces, t => t.Trace == Trace) is >= 0 and var place)
                {
                    yield return (part, index, block, block.Traces[place].Row, block.Traces[place].Spans);
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _leases.Dispose();
}

/// <summary>Leases on files. Not thread-safe.</summary>
internal sealed class Leases : IDisposable
{
    private readonly HashSet<SegmentFile> _leased = [];

    /// <summary>Takes leases on files that it has none on.</summary>
    public void Take(IEnumerable<SegmentFile> files)
    {
        foreach (var file in files)
        {
            if (_leased.Add(file))
            {
                file.Lease();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in _leased)
        {
            file.Release();
        }

        _leased.Clear();
    }
}
