using Observatory.Agents.Prices;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Agents.Runs;

/// <summary>
/// Reads traces as runs of agents. What was read is kept until the trace or the prices change, bounded by how many steps the runs have.
/// Thread-safe.
/// </summary>
internal sealed class AgentRuns(TraceStore store, TraceReader traces, PriceFile prices)
{
    // A step takes some 200 bytes, a run with its lists about as much as five: 20 MB in all.
    private const int WeightOfRun = 5;
    private const int MaxWeight = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, LinkedListNode<Kept>> _kept = [];
    private readonly LinkedList<Kept> _byUse = [];
    private int _weight;

    /// <summary>Reads a trace that was read from the store.</summary>
    public AgentTrace Read(TraceView view) => AgentTrace.Read(view, prices.Now.Prices);

    /// <summary>Reads a trace that was read from the store, and keeps the run in one line for those who ask later.</summary>
    public AgentTrace ReadAndKeep(StoredTrace stored)
    {
        var (list, version) = prices.Now;
        var trace = AgentTrace.Read(new(stored), list);
        Keep(new(stored.Id, stored.Spans.Count, version, trace.Run));
        return trace;
    }

    /// <summary>A trace as a run in one line; null when it is none or nothing of it is stored.</summary>
    public AgentRun? Find(UInt128 trace, CancellationToken cancellation) => Find(trace, prices.Now.Version, cancellation);

    /// <summary>The runs among traces that a search found, in its order.</summary>
    public IEnumerable<AgentRun> Among(IEnumerable<UInt128> found, CancellationToken cancellation)
    {
        // Asked once: it looks at the file.
        var version = prices.Now.Version;
        foreach (var trace in found)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Find(trace, version, cancellation) is { } run)
            {
                yield return run;
            }
        }
    }

    private AgentRun? Find(UInt128 trace, int version, CancellationToken cancellation)
    {
        var spans = store.CountOf(trace);
        if (spans == 0)
        {
            return null;
        }

        lock (_lock)
        {
            if (_kept.TryGetValue(trace, out var node) && node.Value.Spans == spans && node.Value.Prices == version)
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                return node.Value.Run;
            }
        }

        if (traces.Read(trace, cancellation) is not { } stored)
        {
            return null;
        }

        return ReadAndKeep(stored).Run;
    }

    private void Keep(Kept kept)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(kept.Trace, out var old))
            {
                Forget(old);
            }

            _kept.Add(kept.Trace, _byUse.AddFirst(kept));
            _weight += kept.Weight;
            while (_weight > MaxWeight)
            {
                Forget(_byUse.Last!);
            }
        }
    }

    private void Forget(LinkedListNode<Kept> node)
    {
        _kept.Remove(node.Value.Trace);
        _byUse.Remove(node);
        _weight -= node.Value.Weight;
    }

    private sealed record Kept(UInt128 Trace, int Spans, int Prices, AgentRun? Run)
    {
        public int Weight { get; } = 1 + (Run is null ? 0 : WeightOfRun + Run.Steps.Count);
    }
}
