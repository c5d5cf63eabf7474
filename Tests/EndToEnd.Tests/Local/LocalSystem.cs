using EndToEnd.Tests.Clients;
using ManifestHost;

namespace EndToEnd.Tests.Local;

/// <summary>The whole system as plain processes on random ports, with a run folder of its own that goes with it.</summary>
internal sealed class LocalSystem : IRunningSystem, IAsyncDisposable
{
    private readonly LocalStack _stack;

    private LocalSystem(LocalStack stack) => _stack = stack;

    public string RunDirectory => _stack.RunDirectory;

    /// <summary>The processes of its own, by resource; a resource that another answers for has none.</summary>
    public IReadOnlyDictionary<string, int> ProcessIds => _stack.Resources
        .Where(resource => resource.ProvidedBy is null && resource.ProcessId is not null)
        .ToDictionary(resource => resource.Name, resource => resource.ProcessId!.Value);

    /// <summary>Starts the system and waits until all of it is healthy.</summary>
    /// <param name="settings">Environment variables by <c>resource.NAME</c>.</param>
    public static async Task<LocalSystem> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        var options = new LocalStackOptions
        {
            ManifestPath = Path.Combine(Repository.Root, "aspire-manifest.json"),
            RunDirectory = Path.Combine(Path.GetTempPath(), $"tta-end-to-end-{Guid.NewGuid():n}"),
            Configuration = Repository.Configuration,
            Ports = PortSelection.Random,
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            var parts = key.Split('.', 2);
            options.SetEnvironment(parts[0], parts[1], value);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var stack = await LocalStack.StartAsync(options, patience.Token);
        try
        {
            await stack.WaitUntilHealthyAsync(cancellationToken: patience.Token);
            return new LocalSystem(stack);
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    public Uri GetEndpoint(string resource, string binding) => _stack.GetEndpoint(resource, binding);

    public int GetProcessId(string resource) => _stack.GetProcessId(resource);

    public bool IsHealthy(string resource) => _stack.Resources.Single(one => one.Name == resource) is { State: ResourceState.Healthy, ProcessId: not null };

    /// <summary>The password that was generated for this run's Redis.</summary>
    public string CachePassword() => _stack.GetConnectionString("cache").Split(',')
        .Single(part => part.StartsWith("password=", StringComparison.Ordinal))["password=".Length..];

    public JaegerClient Jaeger() => new(GetEndpoint("jaeger", "ui"));

    public PrometheusClient Prometheus() => new(GetEndpoint("prometheus", "http"));

    public OrchestratorClient Orchestrator() => new(GetEndpoint("tta-agent-orchestrator", "http"));

    public async ValueTask DisposeAsync()
    {
        await _stack.DisposeAsync();
        Directory.Delete(RunDirectory, recursive: true);
    }
}
