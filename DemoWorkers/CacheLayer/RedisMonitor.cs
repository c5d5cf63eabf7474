using System.Diagnostics;
using StackExchange.Redis;

namespace Tta.DemoWorkers.CacheLayer;

/// <summary>Asks Redis for its figures every two seconds and says once when it goes and once when it returns.</summary>
internal sealed partial class RedisMonitor(
    IConnectionMultiplexer redis, RedisMetrics metrics, TimeProvider time, ILogger<RedisMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            var wasUp = metrics.IsUp;
            var info = await AskAsync(stoppingToken);
            metrics.Update(info);
            if (info is null && wasUp is not false)
            {
                LogDown(logger);
            }
            else if (info is not null && wasUp is not true)
            {
                LogUp(logger);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<RedisInfo?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Below an activity that is not recorded: the question belongs to no trace, and one of its own each time would be noise.
            using var unrecorded = new Activity(nameof(RedisMonitor)).Start();

            // Through the database, since the client takes INFO of a server for an administrator's command.
            var text = await redis.GetDatabase().ExecuteAsync("INFO").WaitAsync(Patience, cancellationToken);
            return RedisInfo.Parse((string?)text ?? "");
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis does not answer. Requests get 503 until it returns; this is said once.")]
    private static partial void LogDown(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis answers.")]
    private static partial void LogUp(ILogger logger);
}
