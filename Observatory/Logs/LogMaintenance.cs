using Observatory.Hosting;
using Observatory.Logs.Store;

namespace Observatory.Logs;

/// <summary>Every few seconds: retention, free disk space, and writing to the disk for good.</summary>
internal sealed partial class LogMaintenance(LogStore store, Readiness readiness, TimeProvider time, ILogger<LogMaintenance> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                if (readiness.WaitingFor is null)
                {
                    Run();
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Run()
    {
        try
        {
            store.Maintain();
            store.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFailed(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Looking after the stored logs failed and is tried again: {Reason}")]
    private partial void LogFailed(string reason);
}
