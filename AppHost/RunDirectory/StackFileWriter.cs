using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Tta.AppHost;

/// <summary>Keeps <c>stack.json</c> up to date while the application runs, and removes it at the end.</summary>
/// <param name="notifications">Tells when a resource changes.</param>
/// <param name="resources">Whose state is written.</param>
/// <param name="path">The file.</param>
/// <param name="hold">Keeps the directory taken; never closed, for the process' end is what ends the run.</param>
internal sealed class StackFileWriter(
    ResourceNotificationService notifications, IReadOnlyList<IResourceWithEndpoints> resources, string path, FileStream hold) : BackgroundService
{
    private readonly Dictionary<string, StackEntry> _entries = resources.ToDictionary(r => r.Name, _ => new StackEntry("waiting", new Dictionary<string, string>()));

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        File.Delete(path);
        GC.KeepAlive(hold);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Write();
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            // The resource in hand may be a replica or a helper of ours with the same name; only those that were asked for count.
            if (resources.FirstOrDefault(resource => ReferenceEquals(resource, change.Resource)) is not { } resource)
            {
                continue;
            }

            _entries[resource.Name] = new(
                StateOf(change.Snapshot),
                resource.GetEndpoints().Where(endpoint => endpoint.IsAllocated).ToDictionary(endpoint => endpoint.EndpointName, endpoint => endpoint.Url));
            Write();
        }
    }

    private void Write()
    {
        try
        {
            StackFile.Write(path, Environment.ProcessId, _entries);
        }
        catch (IOException)
        {
            // A full disk makes the file stale until the next change; the resources are worth more.
        }
    }

    private static string StateOf(CustomResourceSnapshot snapshot)
    {
        var state = snapshot.State?.Text;
        if (state == KnownResourceStates.Running)
        {
            return snapshot.HealthStatus == HealthStatus.Healthy ? "healthy" : "unhealthy";
        }

        // A service that has ended by itself has failed, too.
        string[] failures = [KnownResourceStates.FailedToStart, KnownResourceStates.RuntimeUnhealthy, KnownResourceStates.Exited, KnownResourceStates.Finished];
        return failures.Contains(state) ? "failed"
            : state == KnownResourceStates.Starting || state == KnownResourceStates.Building ? "starting"
            : state == KnownResourceStates.Stopping ? "stopping"
            : "waiting";
    }
}
