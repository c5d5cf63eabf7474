namespace Observatory.Hosting;

/// <summary>Runs the startup tasks and knows whether they are done.</summary>
internal sealed class Readiness(IEnumerable<IStartupTask> tasks, ProcessEnd end, ILogger<Readiness> logger) : BackgroundService
{
    private volatile string? _waitingFor = "start";

    /// <summary>What has to be done before Observatory is ready; null when it is.</summary>
    public string? WaitingFor => _waitingFor;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        try
        {
            foreach (var task in tasks)
            {
                _waitingFor = task.Name;
                await task.RunAsync(stoppingToken).ConfigureAwait(false);
            }

            _waitingFor = null;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
#pragma warning disable CA1031 // whatever it is, the process can't go on: it says so and ends with a non-zero code
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogDebug(e, "start-up failed");
            end.Fail($"{_waitingFor} failed: {e.Message}");
        }
    }
}
