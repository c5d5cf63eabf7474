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
                && Array.TrueForAll(_conditions, c => c.MayBeIn(block.Tags)))
            {
                Search(block, count);
            }
        }

        return Best(_query.Limit).ConvertAll(f => f.Key);
    }

    private void Search(SpanBlock block, int count)
    {
        using var bytes = new BlockBytes(block, count);
        for (var i = count - 1; i >= 0; i--)
        {
            ref readonly var entry = ref block.Entries[i];
            var match = entry.Operation < _snapshot.Operations.Length ? _snapshot.Operations[entry.Operation] : OperationMatch.No;
            if (match == OperationMatch.No
                || entry.StartNanos < Math.Max(_query.FromNanos, _threshold) || entry.StartNanos > _query.ToNanos
                || entry.DurationNanos < _query.MinDurationNanos || entry.DurationNanos > _query.MaxDurationNanos
                || (_query.IsRoot && entry.ParentId != 0)
                || (_found.TryGetValue(entry.TraceId, out var start) && start >= entry.StartNanos))
            {
                continue;
            }

            if ((match == OperationMatch.LookAtSpan && !HasName(bytes.Span(entry))) || !IsAll(bytes, entry))
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

    private bool IsAll(BlockBytes bytes, in SpanEntry entry)
    {
        foreach (var condition in _conditions)
        {
            if (!condition.IsOfEntry(entry)
                && (condition.IsOfIndex || (!condition.IsInSpan(bytes.Span(entry)) && !bytes.IsInProcess(entry.Process, condition))))
            {
                return false;
            }
        }

        return true;
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

    /// <summary>The bytes of a block's spans, read in one go when the first is asked for.</summary>
    private sealed class BlockBytes(SpanBlock block, int count) : IDisposable
    {
        private readonly Dictionary<(int, SpanCondition), bool> _inProcess = [];
        private byte[]? _bytes;
        private uint _start;

        public ReadOnlySpan<byte> Span(in SpanEntry entry)
        {
            if (_bytes is null)
            {
                // A block's entries are in the order of the file.
                _start = block.Entries[0].Offset;
                var length = (int)(block.Entries[count - 1].Offset - _start) + block.Entries[count - 1].Length;
                _bytes = ArrayPool<byte>.Shared.Rent(length);
                if (!block.Segment.TryRead(_start, _bytes.AsSpan(0, length)))
                {
                    throw new IOException($"the segment {block.Segment.Path} is shorter than it was");
                }
            }

            return _bytes.AsSpan((int)(entry.Offset - _start), entry.Length);
        }

        public bool IsInProcess(int process, SpanCondition condition)
        {
            if (!_inProcess.TryGetValue((process, condition), out var isIn))
            {
                var stored = StoredProcess.Read(block.Segment, process);
                isIn = condition.IsInResource(stored.Resource.Span) || condition.IsInScope(stored.Scope.Span);
                _inProcess.Add((process, condition), isIn);
            }

            return isIn;
        }

        public void Dispose()
        {
            if (_bytes is not null)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
            }
        }
    }
}
