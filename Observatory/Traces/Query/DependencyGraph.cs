using Observatory.Traces.Storage;

namespace Observatory.Traces.Query;

/// <summary>Which service calls which: counted from spans whose parent is of another service.</summary>
internal sealed class DependencyGraph(TraceStore store)
{
    /// <summary>Counts the calls that began within a time.</summary>
    public SortedDictionary<(string Parent, string Child), long> Count(ulong fromNanos, ulong toNanos, CancellationToken cancellation)
    {
        var calls = new SortedDictionary<(string, string), long>();
        using var snapshot = store.Snapshot(null, null);
        foreach (var (block, count) in snapshot.Blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            if (block.MaxStart >= fromNanos && block.MinStart <= toNanos)
            {
                store.VisitCalls(block, count, fromNanos, toNanos, (parent, child) =>
                {
                    calls.TryGetValue((parent, child), out var before);
                    calls[(parent, child)] = before + 1;
                });
            }
        }

        return calls;
    }
}
