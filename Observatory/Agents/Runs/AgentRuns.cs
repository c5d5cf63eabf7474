using Observatory.Agents.Prices;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Agents.Runs;

/// <summary>
/// Reads traces as runs of agents. What was read is kept until the trace or the prices change, bounded in number. Thread-safe.
/// </summary>
internal sealed class AgentRuns(TraceStore store, TraceReader traces, PriceFile prices)
{
    private const int MaxKept = 1000;

    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, LinkedListNode<Kept>> _kept = [];
    private readonly LinkedList<Kept> _byUse = [];

    /// <summary>Reads a trace that was read from the store.</summary>
    public AgentTrace Read(TraceView view) => AgentTrace.Read(view, prices.Now.Prices);

    /// <summary>A trace as a run in one line; null when it is none or nothing of it is stored.</summary>
    public AgentRun? Find(UInt128 trace, CancellationToken cancellation)
    {
        if (store.Summary(trace) is not { } summary)
        {
            return null;
        }

        var version = prices.Now.Version;
        lock (_lock)
        {
            if (_kept.TryGetValue(trace, out var node) && node.Value.Spans == summary.Spans && node.Value.Prices == version)
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

        var run = Read(new TraceView(stored)).Run;
        Keep(new(trace, stored.Spans.Count, version, run));
        return run;
    }

    /// <summary>The runs among traces that a search found, in its order.</summary>
    public IEnumerable<AgentRun> Among(IEnumerable<UInt128> found, CancellationToken cancellation) =>
        found.Select(t => Find(t, cancellation)).OfType<AgentRun>();

    private void Keep(Kept kept)
    {
        lock (_lock)
        {
            if (_kept.Remove(kept.Trace, out var old))
            {
                _byUse.Remove(old);
            }

            _kept.Add(kept.Trace, _byUse.AddFirst(kept));
            if (_kept.Count > MaxKept)
            {
                _kept.Remove(_byUse.Last!.Value.Trace);
                _byUse.RemoveLast();
            }
        }
    }

    private sealed record Kept(UInt128 Trace, int Spans, int Prices, AgentRun? Run);
}
