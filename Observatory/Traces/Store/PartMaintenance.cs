using Observatory.Hosting;

namespace Observatory.Traces.Store;

/// <summary>Seals and merges in the background, one after the other, on a thread of its own that yields to those who answer.</summary>
internal sealed partial class PartMaintenance(TraceStore store, Readiness readiness, TimeProvider time, ILogger<PartMaintenance> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var sealer = new PartSealer();
        try
        {
            while (true)
            {
                var pause = Pause;
                try
                {
                    while (readiness.WaitingFor is null && await Task.Run(() => Run(sealer), stoppingToken).ConfigureAwait(false))
                    {
                        stoppingToken.ThrowIfCancellationRequested();
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // A full disk, or too little memory for now: the segments stay, and with them all that is in them.
                    LogFailed(e.Message);
                    pause = PauseAfterFailure;
                }

                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    // What waits to be sealed takes memory, so it goes first.
    private bool Run(PartSealer sealer) => store.SealNext(sealer) || store.MergeNext();

    [LoggerMessage(LogLevel.Warning, "Sealing stored spans failed and is tried again; nothing is lost meanwhile: {Reason}")]
    private partial void LogFailed(string reason);
}
