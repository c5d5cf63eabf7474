using System.Threading.Channels;

namespace Observatory.Logs.Api;

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
