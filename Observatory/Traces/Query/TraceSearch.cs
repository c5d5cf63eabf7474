using Observatory.Otlp;
using Observatory.Traces.Store;

namespace Observatory.Traces.Query;

/// <summary>
/// Finds the newest traces with a span that is what a query asks for. Goes through the blocks from the one with the latest start and stops
/// when no earlier block can hold a newer match; blocks that can't hold a tag asked for are not read.
/// </summary>
internal sealed class TraceSearch
{
    private readonly TraceQuery _query;
    private readonly StoreSnapshot _snapshot;
    private readonly SpanCondition[] _conditions;
    private readonly byte[]? _operation;
    private readonly Dictionary<UInt128, ulong> _found = [];
    private readonly Dictionary<(int Process, SpanCondition Condition), bool> _inProcess = [];
    private ulong _threshold;

    private TraceSearch(TraceQuery query, StoreSnapshot snapshot)
    {
        _query = query;
        _snapshot = snapshot;
        _conditions = [.. query.Tags.Select(t => new TagCondition(t.Key, t.Value)), .. query.Conditions];
        _operation = query.Operation is null ? null : Encoding.UTF8.GetBytes(query.Operation);
    }

    /// <summary>Searches.</summary>
    /// <returns>The traces' ids, the one with the newest matching span first.</returns>
    public static List<UInt128> Run(TraceStore store, TraceQuery query, CancellationToken cancellation)
    {
        using var snapshot = store.Snapshot(query.Service, query.Operation);
        return new TraceSearch(query, snapshot).Run(cancellation);
    }

    private List<UInt128> Run(CancellationToken cancellation)
    {
        var blocks = _snapshot.Blocks;
        Array.Sort(blocks, static (a, b) => b.Block.MaxStart.CompareTo(a.Block.MaxStart));
        foreach (var (block, count) in blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            if (block.MaxStart < _threshold || block.MaxStart < _query.FromNanos)
            {
                break;
            }

            if (block.MinStart <= _query.ToNanos && block.MaxDuration >= _query.MinDurationNanos
                && block.MayBeOf(_snapshot.Operations) && MayHaveAll(block.Tags))
            {
                Search(block, count);
            }
        }

        return Best(_query.Limit).ConvertAll(f => f.Key);
    }

    private bool MayHaveAll(TagFilter filter) => Array.TrueForAll(_conditions, c => c.MayBeIn(filter));

    private void Search(StoredBlock block, int count)
    {
        using var content = block.Read(count);
        var entries = content.Entries;
        _inProcess.Clear();
        for (var i = entries.Length - 1; i >= 0; i--)
        {
            ref readonly var entry = ref entries[i];
            var match = entry.Operation < _snapshot.Operations.Length ? _snapshot.Operations[entry.Operation] : OperationMatch.No;
            if (match == OperationMatch.No
                || entry.StartNanos < Math.Max(_query.FromNanos, _threshold) || entry.StartNanos > _query.ToNanos
                || entry.DurationNanos < _query.MinDurationNanos || entry.DurationNanos > _query.MaxDurationNanos
                || (_query.IsRoot && entry.ParentId != 0)
                || (_found.TryGetValue(entry.TraceId, out var start) && start >= entry.StartNanos))
            {
                continue;
            }

            if ((match == OperationMatch.LookAtSpan && !HasName(content.Message(i))) || !IsAll(content, i))
            {
                continue;
            }

            _found[entry.TraceId] = entry.StartNanos;
            if (_found.Count >= (2 * _query.Limit) + 64)
            {
                Prune();
            }
        }

        if (_found.Count >= _query.Limit)
        {
            Prune();
        }
    }

    private bool IsAll(BlockContent content, int index)
    {
        ref readonly var entry = ref content.Entries[index];
        foreach (var condition in _conditions)
        {
            if (!condition.IsOfEntry(entry)
                && (condition.IsOfIndex || (!condition.IsInSpan(content.Message(index)) && !IsInProcess(content, entry.Process, condition))))
            {
                return false;
            }
        }

        return true;
    }

    private bool IsInProcess(BlockContent content, int process, SpanCondition condition)
    {
        if (!_inProcess.TryGetValue((process, condition), out var isIn))
        {
            var stored = content.Process(process);
            isIn = condition.IsInResource(stored.Resource.Span) || condition.IsInScope(stored.Scope.Span);
            _inProcess.Add((process, condition), isIn);
        }

        return isIn;
    }

    private bool HasName(ReadOnlySpan<byte> span) => RepeatedField.Last(span, 5).SequenceEqual(_operation);

    private void Prune()
    {
        var best = Best(_query.Limit);
        _found.Clear();
        foreach (var (trace, start) in best)
        {
            _found.Add(trace, start);
        }

        _threshold = best.Count < _query.Limit ? 0 : best[^1].Value;
    }

    private List<KeyValuePair<UInt128, ulong>> Best(int limit)
    {
        var all = _found.ToList();
        all.Sort(static (a, b) => b.Value.CompareTo(a.Value) is var order and not 0 ? order : a.Key.CompareTo(b.Key));
        return all.Count <= limit ? all : all.GetRange(0, limit);
    }
}
