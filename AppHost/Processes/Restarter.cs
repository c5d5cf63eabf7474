using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Tta.AppHost;

/// <summary>Starts the resources with a <see cref="RestartAnnotation"/> again that end by themselves.</summary>
/// <param name="notifications">Tells when a resource changes.</param>
/// <param name="commands">Starts a resource.</param>
/// <param name="loggers">Where each resource's log is.</param>
/// <param name="lifetime">Tells when everything ends.</param>
internal sealed class Restarter(
    ResourceNotificationService notifications, ResourceCommandService commands, ResourceLoggerService loggers, IHostApplicationLifetime lifetime)
{
    private readonly Dictionary<string, RestartState> _states = [];

    /// <summary>Begins to watch.</summary>
    public void Start() => _ = WatchAsync(lifetime.ApplicationStopping);

    private async Task WatchAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var change in notifications.WatchAsync(stopping))
            {
                if (!change.Resource.Annotations.OfType<RestartAnnotation>().Any())
                {
                    continue;
                }

                if (!_states.TryGetValue(change.ResourceId, out var state))
                {
                    _states[change.ResourceId] = state = new RestartState();
                }

                if (state.Advance(change.Snapshot) is { } delay)
                {
                    // Not awaited: the changes of all other resources would wait as well.
                    _ = RestartAsync(change, state, delay, stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Everything ends.
        }
    }

    private async Task RestartAsync(ResourceEvent ended, RestartState state, TimeSpan delay, CancellationToken stopping)
    {
        var (log, ends) = (loggers.GetLogger(ended.ResourceId), state.Ends);
        log.LogWarning("Ended by itself with exit code {ExitCode}. It is started again in {Delay} s.", ended.Snapshot.ExitCode, delay.TotalSeconds);
        try
        {
            await Task.Delay(delay, stopping);
            while (await commands.ExecuteCommandAsync(ended.ResourceId, KnownResourceCommands.StartCommand, stopping) is { Success: false } failed)
            {
                delay = state.NextDelay();
                log.LogError("It could not be started again: {Message} That is tried again in {Delay} s.", failed.Message, delay.TotalSeconds);
                await Task.Delay(delay, stopping);

                // Somebody may have started it meanwhile, or it came as far as ending once more, which is answered by itself.
                if (state.IsRunning || state.Ends != ends)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Everything ends.
        }
    }
}
