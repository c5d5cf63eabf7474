using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.CacheLayer;

/// <summary>Registers the connection to Redis by Aspire's client integration, with its health check and its spans.</summary>
internal static class RedisClient
{
    private const string ConnectionName = "cache";
    private const string SemanticConventions = "OTEL_SEMCONV_STABILITY_OPT_IN";
    private const string HealthCheckName = "StackExchange.Redis";
    private const string RedisName = "redis";

    /// <exception cref="InvalidConfigurationException">
    /// The connection string is missing or malformed. It is never repeated: it holds a password.
    /// </exception>
    public static void AddRedis(this WebApplicationBuilder builder)
    {
        Check(builder.Configuration.GetConnectionString(ConnectionName));

        // The instrumentation reads this from the environment alone: attributes by their stable names, such as db.system.name.
        Environment.SetEnvironmentVariable(SemanticConventions, Environment.GetEnvironmentVariable(SemanticConventions) ?? "database");
        builder.AddRedisClient(ConnectionName, configureOptions: Bound);

        // Without Redis the layer is degraded, not unhealthy: it answers at once, and its callers go on without a cache. One that hangs is
        // told by the client's own limits, within about two seconds.
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations.Where(check => check.Name == HealthCheckName))
            {
                check.FailureStatus = HealthStatus.Degraded;
                check.Name = RedisName;
            }
        });
    }

    private static void Check(string? connectionString)
    {
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new InvalidConfigurationException(
                $"The address of Redis is not known: set ConnectionStrings__{ConnectionName}, for example to 127.0.0.1:6379,password=….");
        }

        try
        {
            var options = ConfigurationOptions.Parse(connectionString);
            if (options.EndPoints.Count == 0)
            {
                throw new ArgumentException("No endpoint.");
            }
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
        options.AsyncTimeout = 500;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ConnectRetry = 1;
        options.ReconnectRetryPolicy = new LinearRetry(500);
        options.ClientName ??= "tta-cache-layer";
    }
}
