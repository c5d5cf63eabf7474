using System.Diagnostics;
using System.Net;
using StackExchange.Redis;
using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.CacheLayer;

/// <summary>Reads and writes cache entries in Redis; each command has a client span without the key.</summary>
internal sealed class RedisStore(RedisConnection connection)
{
    private const string KeyPrefix = "tta:";

    /// <exception cref="CacheUnavailableException">Redis does not answer.</exception>
    public Task<byte[]?> GetAsync(string key, CancellationToken cancellationToken) =>
        RunAsync("GET", async database => (byte[]?)await database.StringGetAsync(KeyPrefix + key), cancellationToken);

    /// <exception cref="CacheUnavailableException">Redis does not answer.</exception>
    public Task SetAsync(string key, byte[] value, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        RunAsync("SET", database => database.StringSetAsync(KeyPrefix + key, value, timeToLive), cancellationToken);

    /// <exception cref="CacheUnavailableException">Redis does not answer.</exception>
    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        RunAsync("DEL", database => database.KeyDeleteAsync(KeyPrefix + key), cancellationToken);

    private async Task<T> RunAsync<T>(string command, Func<IDatabase, Task<T>> operation, CancellationToken cancellationToken)
    {
        using var activity = Start(command);
        try
        {
            return await connection.RunAsync(redis => operation(redis.GetDatabase()), cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            // The client's own message names the key.
            activity?.SetTag("error.type", exception.GetType().FullName);
            activity?.SetStatus(ActivityStatusCode.Error, "Redis does not answer.");
            throw new CacheUnavailableException();
        }
    }

    private Activity? Start(string command)
    {
        var activity = WorkerTelemetry.Source.StartActivity(command, ActivityKind.Client);
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag("db.system.name", "redis");
            activity.SetTag("db.operation.name", command);
            var (host, port) = connection.EndPoint switch
            {
                IPEndPoint ip => (ip.Address.ToString(), ip.Port),
                DnsEndPoint dns => (dns.Host, dns.Port),
                _ => (null, 0),
            };
            if (host is not null)
            {
                activity.SetTag("server.address", host);
                activity.SetTag("server.port", port);
            }
        }

        return activity;
    }
}
