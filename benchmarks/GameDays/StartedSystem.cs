using System.Collections.Concurrent;
using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GameDays;

/// <summary>A system of this program's own, its backends as processes, on random ports, with data that go with it.</summary>
internal sealed class StartedSystem : IAsyncDisposable
{
    // So much more than the store leaves alone is free; what a game day writes is twice that.
    private const long FreeBytes = 10L << 30;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DistributedApplication _application;
    private readonly DirectoryInfo _data;
    private readonly ConcurrentDictionary<string, int> _processes = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watching;

    private StartedSystem(DistributedApplication application, DirectoryInfo data)
    {
        (_application, _data) = (application, data);
        _watching = WatchAsync(_ended.Token);
    }

    /// <summary>The prices as they are committed.</summary>
    public static string CommittedPrices => Path.Combine(Repository, "DemoWorkers", "prices.json");

    private static string Repository { get; } = FindRepository();

    /// <summary>Where its processes keep their files.</summary>
    public string DataDirectory => _data.FullName;

    /// <summary>The processes that it consists of, by resource; who has been started again has its newest.</summary>
    public IReadOnlyDictionary<string, int> Processes => _processes;

    /// <summary>Starts it and waits until all of it is healthy.</summary>
    /// <param name="cancellation">Ends the start.</param>
    /// <param name="settings">Environment variables of its projects, each a resource's.</param>
    public static async Task<StartedSystem> StartAsync(
        CancellationToken cancellation, params IReadOnlyList<(string Resource, string Name, string Value)> settings)
    {
        var data = Directory.CreateTempSubdirectory("tta-game-days-");
        var file = Path.Combine(data.FullName, "AppHost.csproj");
        File.Copy(CommittedPrices, Path.Combine(data.FullName, "prices.json"));
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            ["--Backends=processes", $"--Backends:Data={data.FullName}"],
            (options, host) => (options.DisableDashboard, host.EnvironmentName) = (true, Environments.Development),
            cancellation);

        // The Aspire CLI knows an AppHost by its file: what somebody runs from this folder is not to be taken for this one, nor stopped with it.
        (builder.Configuration["AppHost:FilePath"], builder.Configuration["AppHost:Path"]) = (file, file);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning)
            .AddFilter("AppHost.Resources", LogLevel.None).AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None));
        Project(builder, "tta-workflow-engine").WithEnvironment("Demo__PriceFile", Path.Combine(data.FullName, "prices.json"));
        Project(builder, "observatory").WithEnvironment(
            "OBSERVATORY__MINFREEDISKBYTES", Math.Max(new DriveInfo(data.FullName).AvailableFreeSpace - FreeBytes, 0).ToString(CultureInfo.InvariantCulture));

        foreach (var (resource, name, value) in settings)
        {
            Project(builder, resource).WithEnvironment(name, value);
        }

        var system = new StartedSystem(await builder.BuildAsync(cancellation), data);
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            deadline.CancelAfter(Patience);
            await system._application.StartAsync(deadline.Token);
            foreach (var name in (string[])["alertmanager", "prometheus", "grafana", "tta-agent-orchestrator"])
            {
                await system._application.ResourceNotifications.WaitForResourceHealthyAsync(name, deadline.Token);
            }

            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where it answers, and what can be done to it.</summary>
    public SystemUnderTest Describe()
    {
        return new(
            At("observatory", "http"), At("prometheus", "http"), At("alertmanager", "http"), At("jaeger", "ui"), At("tta-llm-gateway", "http"),
            At("tta-workflow-engine", "http"), At("tta-agent-orchestrator", "http"), ProcessId)
        {
            PriceFile = Path.Combine(_data.FullName, "prices.json"),
            Ballast = Path.Combine(_data.FullName, "ballast"),
        };

        Uri At(string resource, string endpoint) => _application.GetEndpoint(resource, endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching;
        await _application.DisposeAsync();
        _ended.Dispose();
        _data.Delete(recursive: true);
    }

    private static IResourceBuilder<ProjectResource> Project(IDistributedApplicationTestingBuilder builder, string name) =>
        builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(one => one.Name == name));

    private static string FindRepository()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "TtaAspire.sln")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is in no copy of the repository.");
        }

        return directory.FullName;
    }

    private int ProcessId(string resource) =>
        _processes.TryGetValue(resource, out var pid) ? pid : throw new InvalidOperationException($"{resource} has no process.");

    private async Task WatchAsync(CancellationToken ended)
    {
        try
        {
            await foreach (var change in _application.ResourceNotifications.WatchAsync(ended))
            {
                if (change.Snapshot.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value is { } pid)
                {
                    _processes[change.Resource.Name] = Convert.ToInt32(pid, CultureInfo.InvariantCulture);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The system ends.
        }
    }
}
