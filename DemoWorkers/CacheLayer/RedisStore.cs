using StackExchange.Redis;

namespace Tta.DemoWorkers.CacheLayer;

/// <summary>Reads and writes cache entries in Redis, within a bounded time.</summary>
internal sealed class RedisStore(IConnectionMultiplexer redis)
{
    private const string KeyPrefix = "tta:";
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <exception cref="CacheUnavailableException">Redis does not answer.</exception>
    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(async database => (byte[]?)await database.StringGetAsync(KeyPrefix + key), cancellationToken);

    /// <exception cref="CacheUnavailableException">Redis does not answer.</exception>
    public Task SetAsync(string key, byte[] value, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        RunAsync(database => database.StringSetAsync(KeyPrefix + key, value, timeToLive), cancellationToken);

    /// <exception cref="CacheUnavailableException">Redis does not answer.</exception>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        RunAsync(database => database.KeyDeleteAsync(KeyPrefix + key), cancellationToken);

    private async Task<T> RunAsync<T>(Func<IDatabase, Task<T>> operation, CancellationToken cancellationToken)
    {
        try
        {
            return await operation(redis.GetDatabase()).WaitAsync(Patience, cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The client's own message names the key.
            throw new CacheUnavailableException();
        }
    }
}
