using EndToEnd.Tests;
using Microsoft.Extensions.Hosting;

namespace Tta.AppHost.Tests;

/// <summary>The whole system, started by Aspire with containers, once for all tests.</summary>
public sealed class ContainerSystem : IRunningSystem, IAsyncLifetime
{
    // The first start on a machine fetches nine images.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _run = Directory.CreateTempSubdirectory("tta-run-");
    private DistributedApplication? _application;

    /// <summary>Where the AppHost writes down what runs.</summary>
    public string StackFile => Path.Combine(_run.FullName, "stack.json");

    /// <inheritdoc/>
    public Uri GetEndpoint(string resource, string binding) => _application!.GetEndpoint(resource, binding);

    /// <inheritdoc/>
    public async Task InitializeAsync()
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
    public async Task DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        _run.Delete(recursive: true);
    }
}
