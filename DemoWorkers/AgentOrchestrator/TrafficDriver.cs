using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Tta.DemoWorkers.AgentOrchestrator.Ledger;
using Tta.DemoWorkers.AgentOrchestrator.Traffic;
using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.AgentOrchestrator;

/// <summary>
/// Starts workflows at the configured rate, whatever becomes of the earlier ones. An arrival that finds every slot taken is
/// counted and its workflow waits for the next arrival, so that the sequence stays the same under load.
/// </summary>
internal sealed partial class TrafficDriver(
    IOptions<DemoSettings> options, TrafficPlan plan, TrafficRate rate, TrafficGate gate, WorkflowRunner runner, WorkflowLedger ledger, TimeProvider time,
    ILogger<TrafficDriver> logger) : BackgroundService
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);
    private readonly DemoSettings _settings = options.Value;
    private readonly ConcurrentDictionary<long, Task> _running = new();
    private readonly CancellationTokenSource _stopRunning = new();

    public override void Dispose()
    {
        _stopRunning.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await DriveAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await FinishAsync();
        }
    }

    private async Task DriveAsync(CancellationToken stoppingToken)
    {
        var pace = new TrafficPace(time);
        var next = plan.Next();
        while (_settings.MaxWorkflows == 0 || next.Sequence <= _settings.MaxWorkflows)
        {
            if (pace.Next(plan.NextGap(rate.PerSecond)) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, time, stoppingToken);
            }

            await gate.WaitWhilePausedAsync(stoppingToken);
            stoppingToken.ThrowIfCancellationRequested();
            if (_running.Count >= _settings.MaxConcurrency)
            {
                ledger.NotStarted();
                NotStarted.Count(next.Entry.Kind);
            }
            else if (gate.TryStart(() => Start(next)))
            {
                next = plan.Next();
            }
        }

        LogAllStarted(logger, _settings.MaxWorkflows);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken);
    }

    private void Start(PlannedWorkflow workflow)
    {
        var context = runner.Begin(workflow);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running[workflow.Sequence] = ended.Task;
        _ = Task.Run(async () =>
        {
            try
            {
                await runner.RunAsync(workflow, context, _stopRunning.Token);
            }
            finally
            {
                _running.TryRemove(workflow.Sequence, out _);
                ended.SetResult();
            }
        });
    }

    private async Task FinishAsync()
    {
        var running = Task.WhenAll(_running.Values);
        try
        {
            await running.WaitAsync(Grace, time);
        }
        catch (TimeoutException)
        {
            LogCancelled(logger, _running.Count);
            await _stopRunning.CancelAsync();
            await running;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "All {Count} workflows have been started. Staying up.")]
    private static partial void LogAllStarted(ILogger logger, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} workflows did not end in time and are cancelled.")]
    private static partial void LogCancelled(ILogger logger, int count);
}
