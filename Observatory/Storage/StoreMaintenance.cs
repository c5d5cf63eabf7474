using Observatory.Hosting;

namespace Observatory.Storage;

/// <summary>What is stored on disk and wants to be looked after. Registered as a singleton.</summary>
internal interface IMaintainedStore
{
    /// <summary>What it holds, for the log: <c>traces</c>.</summary>
    string Name { get; }

    /// <summary>Drops what is too old or too much, and looks after whether the disk can be written.</summary>
    void Maintain();

    /// <summary>Has the disk write what was stored.</summary>
    void Flush();
}

/// <summary>Every second: retention and free disk space. Every five: what was stored is written to the disk for good.</summary>
internal sealed partial class StoreMaintenance(
    IEnumerable<IMaintainedStore> stores, Readiness readiness, TimeProvider time, ILogger<StoreMaintenance> logger) : BackgroundService
{
    private const int FlushEvery = 5;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            for (var tick = 1; await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false); tick++)
            {
                foreach (var store in readiness.WaitingFor is null ? stores : [])
                {
                    Run(store, flush: tick % FlushEvery == 0);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Run(IMaintainedStore store, bool flush)
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
            LogFailed(store.Name, e.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Looking after the stored {Name} failed and is tried again: {Reason}")]
    private partial void LogFailed(string name, string reason);
}
