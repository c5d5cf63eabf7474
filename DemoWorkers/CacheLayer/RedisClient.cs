using StackExchange.Redis;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.CacheLayer;

/// <summary>
/// Registers the connection to Redis. The one place that knows which client package was restored: Aspire's integration,
/// or the plain client where the feed does not have it. Both give the same <see cref="IConnectionMultiplexer"/>.
/// </summary>
internal static class RedisClient
{
    private const string ConnectionName = "cache";

    /// <exception cref="InvalidConfigurationException">The connection string is missing or malformed. It is never repeated: it holds a password.</exception>
    public static void AddRedis(this WebApplicationBuilder builder)
    {
        var options = Parse(builder.Configuration.GetConnectionString(ConnectionName));
#if OFFLINE_FEED
        Bound(options);
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(options));
#else
        // The layer has its own health check and spans.
        builder.AddRedisClient(
            ConnectionName,
            settings =>
            {
                settings.DisableHealthChecks = true;
                settings.DisableTracing = true;
            },
            Bound);
#endif
    }

    private static ConfigurationOptions Parse(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new InvalidConfigurationException(
                $"The address of Redis is not known: set ConnectionStrings__{ConnectionName}, for example to 127.0.0.1:6379,password=….");
        }

        try
        {
            var options = ConfigurationOptions.Parse(connectionString);
            return options.EndPoints.Count > 0 ? options : throw new ArgumentException("No endpoint.");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new InvalidConfigurationException(
                $"ConnectionStrings__{ConnectionName} cannot be read: expected host:port,password=… as StackExchange.Redis takes it.");
        }
    }

    /// <summary>Fails fast, never at start, and tries to reconnect about every second.</summary>
    private static void Bound(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 1000;
        options.SyncTimeout = 500;
        options.ConnectRetry = 1;
        options.ReconnectRetryPolicy = new LinearRetry(500);
        options.ClientName ??= "tta-cache-layer";
    }
}
