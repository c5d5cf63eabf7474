using System.Collections.Concurrent;
using Microsoft.Extensions.Caching.Distributed;

namespace Tta.Primitives.Tests.Support;

/// <summary>A second level in memory, which can fail or hang.</summary>
internal sealed class FakeDistributedCache : IDistributedCache
{
    public ConcurrentDictionary<string, byte[]> Entries { get; } = new();

    /// <summary>How long each entry was asked to be kept.</summary>
    public ConcurrentQueue<TimeSpan?> Lifetimes { get; } = new();

    public Exception? Failure { get; set; }

    public Exception? StoreFailure { get; set; }

    public bool Hangs { get; set; }

    /// <summary>Holds up what is stored until it is set.</summary>
    public TaskCompletionSource? StoreGate { get; set; }

    /// <summary>Answers look-ups with a task that does not care about its token.</summary>
    public Func<Task<byte[]?>>? Deaf { get; set; }

    /// <summary>How many calls were cancelled by their token.</summary>
    public int Cancelled => _cancelled;

    private int _cancelled;

    public byte[]? Get(string key) => throw new NotSupportedException();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await MisbehaveAsync(token);
        return Deaf is { } deaf ? await deaf() : Entries.GetValueOrDefault(key);
    }

    public async Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        await MisbehaveAsync(token);
        if (StoreFailure is not null)
        {
            throw StoreFailure;
        }

        if (StoreGate is { } gate)
        {
            await gate.Task.WaitAsync(token);
        }

        Lifetimes.Enqueue(options.AbsoluteExpirationRelativeToNow);
        Entries[key] = value;
    }

    public async Task RemoveAsync(string key, CancellationToken token = default)
    {
        await MisbehaveAsync(token);
        Entries.TryRemove(key, out _);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => throw new NotSupportedException();

    public void Refresh(string key) => throw new NotSupportedException();

    public Task RefreshAsync(string key, CancellationToken token = default) => throw new NotSupportedException();

    public void Remove(string key) => throw new NotSupportedException();

    private async Task MisbehaveAsync(CancellationToken token)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        if (Hangs)
        {
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            catch (OperationCanceledException)
            {
                Interlocked.Increment(ref _cancelled);
                throw;
            }
        }
    }
}
