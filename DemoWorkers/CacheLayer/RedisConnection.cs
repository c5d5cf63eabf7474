using System.Net;
using StackExchange.Redis;

namespace Tta.DemoWorkers.CacheLayer;

/// <summary>Connects in the background, so that neither the start nor a request waits for a Redis that is not there.</summary>
internal sealed class RedisConnection
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private readonly Lazy<Task<IConnectionMultiplexer>> _connecting;

    public RedisConnection(IServiceProvider services) =>
        _connecting = new(() => Task.Run(services.GetRequiredService<IConnectionMultiplexer>));

    /// <summary>Connects, and returns when the first attempt has ended, well or not.</summary>
    public Task ConnectAsync(CancellationToken cancellationToken) => _connecting.Value.WaitAsync(cancellationToken);

    /// <summary>Runs an operation within a bounded time.</summary>
    /// <exception cref="RedisException">Redis is not connected or refused.</exception>
    /// <exception cref="TimeoutException">Redis did not answer in time.</exception>
    public async Task<T> RunAsync<T>(Func<IConnectionMultiplexer, Task<T>> operation, CancellationToken cancellationToken)
    {
        var redis = await _connecting.Value.WaitAsync(Patience, cancellationToken);
        return await operation(redis).WaitAsync(Patience, cancellationToken);
    }

    /// <summary>Host and port of the server that is asked, once known.</summary>
    public EndPoint? EndPoint => _connecting is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: var redis } }
        ? redis.GetEndPoints()[0]
        : null;
}
