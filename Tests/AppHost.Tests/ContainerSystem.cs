using EndToEnd.Tests;
using Microsoft.Extensions.Hosting;

namespace Tta.AppHost.Tests;

/// <summary>The whole system, started by Aspire with containers, once for all tests.</summary>
public sealed class ContainerSystem : IRunningSystem, IAsyncLifetime
{
    // The first start on a machine fetches nine images.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan CommandPatience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _run = Directory.CreateTempSubdirectory("tta-run-");
    private DistributedApplication? _application;

    /// <summary>Where the AppHost writes down what runs.</summary>
    public string StackFile => Path.Combine(_run.FullName, "stack.json");

    /// <inheritdoc/>
    public Uri GetEndpoint(string resource, string binding) => _application!.GetEndpoint(resource, binding);

    /// <summary>Presses a resource's button.</summary>
    internal async Task ExecuteAsync(string resource, string command)
    {
        using var deadline = new CancellationTokenSource(CommandPatience);
        var result = await _application!.ResourceCommands.ExecuteCommandAsync(resource, command, deadline.Token);
        Assert.True(result.Success, $"{command} of {resource}: {result.Message}");
    }

    /// <summary>The state that a resource is in.</summary>
    internal async Task<string?> StateAsync(string resource)
    {
        using var deadline = new CancellationTokenSource(CommandPatience);
        return (await _application!.ResourceNotifications.WaitForResourceAsync(resource, _ => true, deadline.Token)).Snapshot.State?.Text;
    }

    /// <summary>Waits until a resource has ended.</summary>
    internal async Task<int?> ExitCodeAsync(string resource)
    {
        using var deadline = new CancellationTokenSource(CommandPatience);
        var ended = await _application!.ResourceNotifications.WaitForResourceAsync(resource, it => it.Snapshot.ExitCode is not null, deadline.Token);
        return ended.Snapshot.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (ContainerRuntime.Absence is not null)
        {
            return;
        }

        // Development: telemetry is sent every second, with exemplars.
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--RunDirectory={_run.FullName}"], (_, settings) => settings.EnvironmentName = Environments.Development);
        foreach (var resource in builder.Resources)
        {
            // A test leaves the data of the system that someone runs on this machine alone.
            foreach (var volume in resource.Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type == ContainerMountType.Volume).ToList())
            {
                resource.Annotations.Remove(volume);
            }
        }

        _application = await builder.BuildAsync();
        using var deadline = new CancellationTokenSource(Patience);
        await _application.StartAsync(deadline.Token);
        foreach (var name in AppModel.Everything)
        {
            await _application.ResourceNotifications.WaitForResourceHealthyAsync(name, deadline.Token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        _run.Delete(recursive: true);
    }
}
