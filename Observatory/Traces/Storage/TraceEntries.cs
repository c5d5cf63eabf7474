using Observatory.Traces.Index;

namespace Observatory.Traces.Storage;

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
