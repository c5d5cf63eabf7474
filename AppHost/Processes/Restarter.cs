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
                    _ = RestartAsync(change, delay, stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Everything ends.
        }
    }

    private async Task RestartAsync(ResourceEvent ended, TimeSpan delay, CancellationToken stopping)
    {
        var log = loggers.GetLogger(ended.ResourceId);
        log.LogWarning("Ended by itself with exit code {ExitCode}. It is started again in {Delay} s.", ended.Snapshot.ExitCode, delay.TotalSeconds);
        try
        {
            await Task.Delay(delay, stopping);
            var result = await commands.ExecuteCommandAsync(ended.ResourceId, KnownResourceCommands.StartCommand, stopping);
            if (!result.Success)
            {
                log.LogError("It could not be started again: {Message}", result.Message);
            }
        }
        catch (OperationCanceledException)
        {
            // Everything ends.
        }
    }
}
