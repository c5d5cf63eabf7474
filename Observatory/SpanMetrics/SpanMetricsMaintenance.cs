namespace Observatory.SpanMetrics;

/// <summary>Looks every second for what is over.</summary>
internal sealed class SpanMetricsMaintenance(SpanMetricsRecorder recorder, TimeProvider time) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                recorder.Maintain();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
