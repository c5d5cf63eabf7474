using System.Collections.Concurrent;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Tta.EndToEnd.Tests.Clients;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>The whole system, started by Aspire on random ports, with data of its own that goes with it.</summary>
internal sealed class AspireSystem : IRunningSystem, IAsyncDisposable
{
    /// <summary>Everything that is started and has an answer to whether it is healthy.</summary>
    public static readonly IReadOnlyList<string> Everything =
    [
        "cache", "alertmanager", "pushgateway", "prometheus", "jaeger", "loki", "grafana", "otel-collector",
        "tta-cache-layer", "tta-llm-gateway", "tta-workflow-engine", "tta-agent-orchestrator",
    ];

    private static readonly TimeSpan CommandPatience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _data;
    private readonly DistributedApplication _application;

    private readonly ConcurrentDictionary<string, CustomResourceSnapshot> _snapshots = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _watching;

    private AspireSystem(DistributedApplication application, DirectoryInfo data)
    {
        (_application, _data) = (application, data);
        _watching = WatchAsync(_ended.Token);
    }

    /// <summary>Where its processes keep their files.</summary>
    public string DataDirectory => _data.FullName;

    /// <summary>The processes of its own, by resource; a resource that another stands in for has none.</summary>
    public IReadOnlyDictionary<string, int> ProcessIds =>
        (from resource in Model.Resources
         let pid = Snapshot(resource.Name)?.Properties.FirstOrDefault(property => property.Name == "executable.pid")?.Value
         where pid is not null
         select (resource.Name, Pid: Convert.ToInt32(pid, System.Globalization.CultureInfo.InvariantCulture)))
        .ToDictionary(one => one.Name, one => one.Pid);

    private DistributedApplicationModel Model => _application.Services.GetRequiredService<DistributedApplicationModel>();

    /// <summary>Starts the system and waits until all of it is healthy.</summary>
    /// <param name="backends">How the backends run.</param>
    /// <param name="patience">How long that may take.</param>
    /// <param name="settings">Environment variables by <c>resource.NAME</c>.</param>
    /// <param name="dashboard">Whether the Aspire dashboard runs, too, which is sent a copy of all telemetry.</param>
    /// <param name="accessKey">The key that the services ask for; null: none.</param>
    public static async Task<AspireSystem> StartAsync(
        string backends, TimeSpan patience, IReadOnlyDictionary<string, string>? settings = null, bool dashboard = false,
        string? accessKey = null)
    {
        var data = Directory.CreateTempSubdirectory("tta-end-to-end-");

        var file = Path.Combine(data.FullName, "AppHost.csproj");

        // Development: telemetry is sent every second, with exemplars, as where a person starts it.
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(
            [$"--Backends={backends}", $"--Backends:Data={data.FullName}", .. accessKey is null ? Array.Empty<string>() : [$"--Access:Key={accessKey}"]],
            (options, host) => (options.DisableDashboard, host.EnvironmentName) = (!dashboard, Environments.Development));
        // The Aspire CLI knows an AppHost by its file: what somebody runs from this folder is not to be taken for this one, nor stopped with it.
        (builder.Configuration["AppHost:FilePath"], builder.Configuration["AppHost:Path"]) = (file, file);

        // What the resources print is asked for where a test wants it.
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddFilter("AppHost.Resources", LogLevel.None));
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            var (resource, name) = key.Split('.', 2) is [var first, var second] ? (first, second) : throw new ArgumentException(key, nameof(settings));
            var project = builder.Resources.OfType<ProjectResource>().Single(one => one.Name == resource);
            builder.CreateResourceBuilder(project).WithEnvironment(name, value);
        }

        foreach (var resource in builder.Resources)
        {
            // A test leaves the data of the system that someone runs on this machine alone.
            foreach (var volume in resource.Annotations.OfType<ContainerMountAnnotation>().Where(mount => mount.Type == ContainerMountType.Volume).ToList())
            {
                resource.Annotations.Remove(volume);
            }
        }

        var system = new AspireSystem(await builder.BuildAsync(), data);
        try
        {
            using var deadline = new CancellationTokenSource(patience);
            await system._application.StartAsync(deadline.Token);
            foreach (var name in Everything)
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

    public Uri GetEndpoint(string resource, string endpoint) => _application.GetEndpoint(resource, endpoint);

    /// <summary>The address under which the Aspire dashboard lets its reader in.</summary>
    public Uri DashboardLogin()
    {
        var dashboard = Model.Resources.OfType<IResourceWithEndpoints>().Single(resource => resource.Name == "aspire-dashboard");
        var token = _application.Services.GetRequiredService<Microsoft.Extensions.Configuration.IConfiguration>()["AppHost:BrowserToken"];
        return new Uri(new Uri(dashboard.GetEndpoint("http").Url), $"login?t={token}");
    }

    public int GetProcessId(string resource) => ProcessIds[resource];

    public bool IsHealthy(string resource) =>
        Snapshot(resource) is { State.Text: "Running", HealthStatus: HealthStatus.Healthy };

    /// <inheritdoc/>
    public string? State(string resource) => Snapshot(resource)?.State?.Text;

    /// <inheritdoc/>
    public async Task ExecuteAsync(string resource, string command, params (string Name, string Value)[] arguments)
    {
        using var deadline = new CancellationTokenSource(CommandPatience);
        var answers = new InteractionInputCollection(
            [.. arguments.Select(one => new InteractionInput { Name = one.Name, Value = one.Value, InputType = InputType.Text })]);
        var result = await _application.ResourceCommands.ExecuteCommandAsync(resource, command, answers, deadline.Token);
        Assert.True(result.Success, $"{command} of {resource}: {result.Message}");
    }

    /// <inheritdoc/>
    public async Task<int?> ExitCodeAsync(string resource)
    {
        using var deadline = new CancellationTokenSource(CommandPatience);
        var ended = await _application.ResourceNotifications.WaitForResourceAsync(resource, it => it.Snapshot.ExitCode is not null, deadline.Token);
        return ended.Snapshot.ExitCode;
    }

    /// <summary>What every resource, or one of them, has printed.</summary>
    public async Task<IReadOnlyList<string>> LogsAsync(string? resource = null)
    {
        var loggers = _application.Services.GetRequiredService<ResourceLoggerService>();
        var lines = new List<string>();
        foreach (var one in Model.Resources.Where(one => resource is null || one.Name == resource))
        {
            await foreach (var batch in loggers.GetAllAsync(one))
            {
                lines.AddRange(batch.Select(line => line.Content));
            }
        }

        return lines;
    }

    /// <summary>How a resource is, for who has waited for it in vain.</summary>
    public string Describe(string resource) => Snapshot(resource) is { } snapshot
        ? $"{snapshot.State?.Text}, {snapshot.HealthStatus}, exit code {snapshot.ExitCode}, process {ProcessIds.GetValueOrDefault(resource)}"
        : "unknown";

    /// <summary>The password that was generated for Redis.</summary>
    public async Task<string> CachePasswordAsync() => (await _application.GetConnectionStringAsync("cache"))!.Split(',')
        .Single(part => part.StartsWith("password=", StringComparison.Ordinal))["password=".Length..];

    public JaegerClient Jaeger() => new(GetEndpoint("jaeger", "ui"));

    public PrometheusClient Prometheus() => new(GetEndpoint("prometheus", "http"));

    public OrchestratorClient Orchestrator() => new(GetEndpoint("tta-agent-orchestrator", "http"));

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching;
        await _application.DisposeAsync();
        _ended.Dispose();
        _data.Delete(recursive: true);
    }

    private CustomResourceSnapshot? Snapshot(string resource) => _snapshots.GetValueOrDefault(resource);

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var change in _application.ResourceNotifications.WatchAsync(cancellationToken))
            {
                _snapshots[change.Resource.Name] = change.Snapshot;
            }
        }
        catch (OperationCanceledException)
        {
            // The system ends.
        }
    }
}
