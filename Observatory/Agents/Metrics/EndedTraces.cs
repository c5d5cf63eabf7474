using Observatory.Traces.Store;

namespace Observatory.Agents.Metrics;

/// <summary>
/// Tells which traces may be runs that have ended. It goes through what was added to the index since it was last asked, and so costs those
/// who send nothing. A trace has ended when nothing of it came for a while; what comes later is not counted again. Operations that turned
/// out to be no agent's are not looked at, for a minute. Not thread-safe.
/// </summary>
internal sealed class EndedTraces(TraceStore store, TimeProvider time)
{
    /// <summary>So long nothing must have come of a trace.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromSeconds(10);

    // A run whose root has not come is waited for, as long as this times the quiet: ten minutes.
    private const int MaxTries = 60;
    private const int MaxPending = 20_000;
    private const int MaxDone = 100_000;
    private static readonly TimeSpan Forget = TimeSpan.FromMinutes(1);

    private readonly Dictionary<UInt128, (long Seen, int Tries)> _pending = [];
    private readonly HashSet<UInt128> _done = [];
    private readonly Queue<UInt128> _doneByAge = [];
    private readonly HashSet<int> _others = [];
    private long _forgotten;
    private (long Segment, int Spans) _seen;
    private bool _hasBegun;

    /// <summary>Traces that were not followed because there were too many at one time.</summary>
    public long Dropped { get; private set; }

    /// <summary>Takes in what came since; the first time it only remembers where the index ends.</summary>
    public void Look()
    {
        if (_hasBegun && time.GetElapsedTime(_forgotten) > Forget)
        {
            _others.Clear();
            _forgotten = time.GetTimestamp();
        }

        using var snapshot = store.Snapshot(null, null);
        var spans = new Dictionary<long, int>();
        foreach (var (block, count) in snapshot.Blocks)
        {
            var before = spans.GetValueOrDefault(block.LastSegment);
            spans[block.LastSegment] = before + count;
            // Of the segment that was seen last, what came since; sealed meanwhile, it is in another order and seen again.
            if (_hasBegun && (block.LastSegment > _seen.Segment || (block.LastSegment == _seen.Segment && before + count > _seen.Spans)))
            {
                Follow(block, block is SpanBlock && block.LastSegment == _seen.Segment ? Math.Max(_seen.Spans - before, 0) : 0, count);
            }
        }

        if (snapshot.Blocks.Length > 0)
        {
            var last = snapshot.Blocks[^1].Block.LastSegment;
            _seen = last == _seen.Segment ? (last, Math.Max(spans[last], _seen.Spans)) : (last, spans[last]);
        }

        (_forgotten, _hasBegun) = (_hasBegun ? _forgotten : time.GetTimestamp(), true);
    }

    /// <summary>Takes out traces that have ended, at most so many; each with how often it was waited for again.</summary>
    public List<(UInt128 Trace, int Tries)> Take(int max)
    {
        var ended = _pending.Where(p => time.GetElapsedTime(p.Value.Seen) >= Quiet)
            .OrderBy(p => p.Value.Seen).Take(max).Select(p => (p.Key, p.Value.Tries)).ToList();
        foreach (var (trace, _) in ended)
        {
            _pending.Remove(trace);
            if (_done.Add(trace))
            {
                _doneByAge.Enqueue(trace);
            }

            if (_doneByAge.Count > MaxDone)
            {
                _done.Remove(_doneByAge.Dequeue());
            }
        }

        return ended;
    }

    /// <summary>Waits for the rest of a trace that was taken out; false when that was done long enough.</summary>
    public bool TryWaitAgain(UInt128 trace, int tries) => tries < MaxTries && _pending.TryAdd(trace, (time.GetTimestamp(), tries + 1));

    /// <summary>Says that spans of an operation are no agent's.</summary>
    public void IsOther(int operation) => _others.Add(operation);

    private void Follow(StoredBlock block, int from, int to)
    {
        var now = time.GetTimestamp();
        using var content = block.Read(to);
        var entries = content.Entries;
        for (var i = from; i < Math.Min(to, entries.Length); i++)
        {
            ref readonly var entry = ref entries[i];
            if (_pending.TryGetValue(entry.TraceId, out var pending))
            {
                _pending[entry.TraceId] = pending with { Seen = now };
            }
            else if (!_others.Contains(entry.Operation) && !_done.Contains(entry.TraceId))
            {
                if (_pending.Count < MaxPending)
                {
                    _pending.Add(entry.TraceId, (now, 0));
                }
                else
                {
                    Dropped++;
                }
            }
        }
    }
}
