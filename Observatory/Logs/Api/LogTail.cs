using System.Collections.Immutable;
using System.Threading.Channels;
using Observatory.Logs.Model;
using Observatory.Logs.Store;
using Observatory.SelfMonitoring;

namespace Observatory.Logs.Api;

/// <summary>Hands new records to those who follow the log. A follower never slows a sender: one that falls behind is cut off.</summary>
internal sealed class LogTail
{
    private readonly LogsOptions _options;
    private readonly SelfCounter _cut;
    private ImmutableHashSet<TailSubscription> _subscriptions = [];

    /// <summary>A tail without followers.</summary>
    public LogTail(LogsOptions options, SelfMetrics metrics)
    {
        _options = options;
        _cut = metrics.Counter("observatory_log_tail_cut_total", "Followers of the log cut off because they read too slowly.");
        metrics.Gauge("observatory_log_tail_clients", "Followers of the log.", () => _subscriptions.Count);
    }

    /// <summary>Adds a follower.</summary>
    /// <returns>Nothing when there are as many as there may be.</returns>
    public TailSubscription? Subscribe(LogQuery query)
    {
        var subscription = new TailSubscription(query, _options.MaxTailQueue);
        return ImmutableInterlocked.Update(
            ref _subscriptions, set => set.Count < _options.MaxTailClients ? set.Add(subscription) : set) && _subscriptions.Contains(subscription)
            ? subscription
            : null;
    }

    /// <summary>Removes a follower.</summary>
    public void Unsubscribe(TailSubscription subscription) =>
        ImmutableInterlocked.Update(ref _subscriptions, (set, gone) => set.Remove(gone), subscription);

    /// <summary>Hands records to all followers who asked for such.</summary>
    public void Publish(IReadOnlyList<byte[]> records)
    {
        foreach (var subscription in _subscriptions)
        {
            foreach (var record in records)
            {
                if (subscription.Query.Matches(record) && !subscription.TryAdd(record))
                {
                    _cut.Increment();
                    Unsubscribe(subscription);
                    break;
                }
            }
        }
    }

    /// <summary>Counts a follower whose connection took nothing for too long.</summary>
    public void Stalled() => _cut.Increment();
}

/// <summary>One follower of the log, with the records that wait for it.</summary>
internal sealed class TailSubscription(LogQuery query, int capacity)
{
    private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(capacity) { SingleReader = true });

    /// <summary>What it asked for.</summary>
    public LogQuery Query => query;

    /// <summary>What waits for it; ends when it was cut off.</summary>
    public ChannelReader<byte[]> Waiting => _waiting.Reader;

    /// <summary>Lets a record wait.</summary>
    /// <returns>False when too many wait already; the follower gets those and then the end.</returns>
    public bool TryAdd(byte[] record)
    {
        if (_waiting.Writer.TryWrite(record))
        {
            return true;
        }

        _waiting.Writer.TryComplete();
        return false;
    }
}
