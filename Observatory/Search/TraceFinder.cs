using Observatory.Agents.Runs;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Search;

/// <summary>
/// Finds traces. The filter that leaves fewest spans is looked for in the store; what else is asked is then asked of each trace that it finds, of the
/// index where that is enough. An order is one of all matches: they are ordered before they are cut to as many as are wanted.
/// </summary>
internal sealed class TraceFinder(TraceStore store, TraceReader reader, TraceOutcomes outcomes, TimeProvider time)
{
    /// <summary>Traces that one search considers at most, the newest; an order is one of them.</summary>
    public const int MaxLooked = 100_000;

    /// <summary>How long traces are read to see whether they match; what was found until then is the answer.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);

    // The first so many traces are looked at, then eight times as many: most searches are content with few.
    private const int First = 256;
    private const int Growth = 8;

    private static readonly string OnlyNewest =
        string.Create(CultureInfo.InvariantCulture, $"Only the newest {MaxLooked} traces that may be meant were looked at");

    private static readonly SpanFilter WithError = new() { Conditions = [new SpanStatusCondition(Comparison.Equal, SpanStatus.Error)] };

    /// <summary>Searches.</summary>
    public TracesFound Find(SearchQuery query, CancellationToken cancellation)
    {
        var plan = new Plan(query.Expression);
        var range = new TraceQuery { FromNanos = query.FromNanos, ToNanos = query.ToNanos };
        return query.Order == TraceOrder.Newest ? FindNewest(query, plan, range, cancellation) : FindInOrder(query, plan, range, cancellation);
    }

    private TracesFound FindNewest(SearchQuery query, Plan plan, TraceQuery range, CancellationToken cancellation)
    {
        if (plan.IsPlain)
        {
            var all = TraceSearch.Run(store, plan.Driving.ToQuery(range with { Limit = query.Limit }), cancellation);
            return new(all, all.Count == query.Limit);
        }

        var began = time.GetTimestamp();
        var found = new List<UInt128>();
        var looked = new HashSet<UInt128>();
        for (var limit = Math.Max(First, 2 * query.Limit); ; limit = Math.Min(MaxLooked, limit * Growth))
        {
            var candidates = TraceSearch.Run(store, plan.Driving.ToQuery(range with { Limit = limit }), cancellation);
            foreach (var trace in candidates)
            {
                if (!looked.Add(trace) || store.Extent(trace) is not { } extent || !IsOfIndex(plan, extent, cancellation))
                {
                    continue;
                }

                if (time.GetElapsedTime(began) > MaxTime)
                {
                    return new(found, true, $"In {MaxTime.TotalSeconds:0} s only the newest {looked.Count} traces that may be meant were looked at");
                }

                if (IsAll(plan, extent, cancellation))
                {
                    found.Add(trace);
                    if (found.Count == query.Limit)
                    {
                        return new(found, true);
                    }
                }
            }

            if (candidates.Count < limit)
            {
                return new(found, false);
            }

            if (limit == MaxLooked)
            {
                return new(found, true, OnlyNewest);
            }
        }
    }

    private TracesFound FindInOrder(SearchQuery query, Plan plan, TraceQuery range, CancellationToken cancellation)
    {
        var candidates = TraceSearch.Run(store, plan.Driving.ToQuery(range with { Limit = MaxLooked }), cancellation);
        var extents = new List<TraceExtent>();
        foreach (var trace in candidates)
        {
            cancellation.ThrowIfCancellationRequested();
            if (store.Extent(trace) is { } extent && IsOfIndex(plan, extent, cancellation))
            {
                extents.Add(extent);
            }
        }

        extents.Sort((a, b) => Key(b).CompareTo(Key(a)) is var order and not 0 ? order
            : b.StartNanos.CompareTo(a.StartNanos) is var start and not 0 ? start : a.Id.CompareTo(b.Id));
        var began = time.GetTimestamp();
        var found = new List<UInt128>();
        var (hasMore, left) = (false, candidates.Count < MaxLooked ? null : OnlyNewest);
        foreach (var extent in extents)
        {
            if (time.GetElapsedTime(began) > MaxTime)
            {
                return new(found, true, $"In {MaxTime.TotalSeconds:0} s not all traces that may be meant could be looked at: these come first, more may follow");
            }

            // One more than is wanted is looked for, to say whether there is more.
            if (IsAll(plan, extent, cancellation))
            {
                hasMore = found.Count == query.Limit;
                if (hasMore)
                {
                    break;
                }

                found.Add(extent.Id);
            }
        }

        return new(found, hasMore, left);

        ulong Key(in TraceExtent extent) => query.Order switch
        {
            TraceOrder.Longest => extent.DurationNanos,
            TraceOrder.Spans => (ulong)extent.Spans,
            _ => (ulong)extent.Errors,
        };
    }

    private bool IsOfIndex(Plan plan, in TraceExtent extent, CancellationToken cancellation)
    {
        foreach (var condition in plan.OfIndex)
        {
            if (!condition.IsTrueOf(extent, outcomes, cancellation))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsAll(Plan plan, in TraceExtent extent, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var condition in plan.OfTrace)
        {
            if (!condition.IsTrueOf(extent, outcomes, cancellation))
            {
                return false;
            }
        }

        return plan.OfSpans.Count == 0
            || (reader.Read(extent.Id, cancellation) is { } trace && plan.OfSpans.All(filter => filter.IsTrueOf(trace)));
    }

    /// <summary>What is looked for in the store, and what is then asked of each trace: first what the index knows.</summary>
    private sealed class Plan
    {
        public Plan(SearchExpression expression)
        {
            var best = expression.Spans.MaxBy(s => s.Selectivity) ?? SpanFilter.Any;
            Driving = best.Selectivity < SpanFilter.Few && expression.Traces.Any(t => t.NeedsErrors) ? WithError : best;
            OfSpans = [.. expression.Spans.Where(s => !ReferenceEquals(s, Driving) || s.Caller is not null)];
            OfIndex = [.. expression.Traces.Where(t => t.IsOfIndex)];
            OfTrace = [.. expression.Traces.Where(t => !t.IsOfIndex)];
        }

        public SpanFilter Driving { get; }

        public IReadOnlyList<SpanFilter> OfSpans { get; }

        public IReadOnlyList<TraceCondition> OfIndex { get; }

        public IReadOnlyList<TraceCondition> OfTrace { get; }

        /// <summary>Whether the store's answer is the answer.</summary>
        public bool IsPlain => OfSpans.Count == 0 && OfIndex.Count == 0 && OfTrace.Count == 0;
    }
}
