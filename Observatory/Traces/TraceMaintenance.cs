using Observatory.Hosting;
using Observatory.Traces.Store;

namespace Observatory.Traces;

/// <summary>Every second: retention and free disk space. Every five: what was stored is written to the disk for good.</summary>
internal sealed partial class TraceMaintenance(TraceStore store, Readiness readiness, TimeProvider time, ILogger<TraceMaintenance> logger) : BackgroundService
{
    private const int FlushEvery = 5;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        var tick = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                tick++;
                if (readiness.WaitingFor is null)
                {
                    Run(tick % FlushEvery == 0);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Run(bool flush)
    {
        try
        {
            store.Maintain();
            if (flush)
            {
                store.Flush();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogFailed(e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Looking after the stored traces failed and is tried again: {Reason}")]
    private partial void LogFailed(string reason);
}
