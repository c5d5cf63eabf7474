using Observatory.Traces.Model;
using Observatory.Traces.Store;

namespace Observatory.Traces.Query;

/// <summary>Which service calls which: from spans whose parent is of another service.</summary>
internal sealed class DependencyGraph(TraceStore store)
{
    // A pair takes a kilobyte. As many are more than anybody can look at.
    private const int MaxPairs = 10_000;

    /// <summary>Counts the calls that began within a time.</summary>
    public SortedDictionary<(string Parent, string Child), long> Count(ulong fromNanos, ulong toNanos, CancellationToken cancellation)
    {
        var calls = new SortedDictionary<(string, string), long>();
        Visit(fromNanos, toNanos, (string? parent, string child, in SpanEntry _) =>
        {
            if (parent is not null)
            {
                calls[(parent, child)] = calls.GetValueOrDefault((parent, child)) + 1;
            }
        }, cancellation);
        return calls;
    }

    /// <summary>Measures the services and the calls that began within a time.</summary>
    public ServiceGraph Measure(ulong fromNanos, ulong toNanos, CancellationToken cancellation)
    {
        var services = new Dictionary<string, CallStatistics>(StringComparer.Ordinal);
        var calls = new Dictionary<(string, string), CallStatistics>();
        var (first, leftOut) = (ulong.MaxValue, 0L);
        Visit(fromNanos, toNanos, (string? parent, string child, in SpanEntry entry) =>
        {
            first = Math.Min(first, entry.StartNanos);
            Add(services, child, entry);
            if (parent is null)
            {
                return;
            }

            if (calls.Count >= MaxPairs && !calls.ContainsKey((parent, child)))
            {
                leftOut++;
                return;
            }

            Add(calls, (parent, child), entry);
            services.TryAdd(parent, new());
        }, cancellation);
        return new(services, calls, Math.Max(fromNanos, Math.Min(first, toNanos)), leftOut);
    }

    private static void Add<TKey>(Dictionary<TKey, CallStatistics> all, TKey key, in SpanEntry entry)
        where TKey : notnull
    {
        if (!all.TryGetValue(key, out var statistics))
        {
            all.Add(key, statistics = new());
        }

        statistics.Add(entry.DurationNanos, entry.Status == SpanStatus.Error);
    }

    private void Visit(ulong fromNanos, ulong toNanos, CallVisitor visit, CancellationToken cancellation)
    {
        using var snapshot = store.Snapshot(null, null);
        foreach (var (block, count) in snapshot.Blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            if (block.MaxStart >= fromNanos && block.MinStart <= toNanos)
            {
                store.VisitCalls(block, count, fromNanos, toNanos, visit);
            }
        }
    }
}

/// <summary>The services of a time with what came into each, and the calls between them.</summary>
/// <param name="Services">The spans with which a service was entered: roots, and those whose parent is of another service or not
/// stored.</param>
/// <param name="Calls">The spans whose parent is of another service, by the two services.</param>
/// <param name="FirstNanos">The earliest of their starts, in nanoseconds since 1970.</param>
/// <param name="LeftOut">Pairs of services beyond those that are told apart.</param>
internal sealed record ServiceGraph(
    IReadOnlyDictionary<string, CallStatistics> Services, IReadOnlyDictionary<(string Parent, string Child), CallStatistics> Calls, ulong FirstNanos, long LeftOut);
