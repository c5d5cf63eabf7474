namespace Tta.AppHost.Tests;

/// <summary>The application model as the AppHost describes it, before anything is started.</summary>
/// <param name="backends">How the backends run.</param>
public abstract class AppModel(string backends) : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("tta-model-");
    private IDistributedApplicationTestingBuilder? _builder;

    /// <summary>What the model holds; Aspire may add helpers of its own.</summary>
    public IResourceCollection Resources => _builder!.Resources;

    /// <summary>The four services.</summary>
    public static IReadOnlyList<string> Services { get; } =
        ["tta-cache-layer", "tta-llm-gateway", "tta-workflow-engine", "tta-agent-orchestrator"];

    /// <summary>The backends that keep data.</summary>
    public static IReadOnlyList<string> Backends { get; } =
        ["cache", "alertmanager", "pushgateway", "prometheus", "jaeger", "loki", "grafana"];

    /// <summary>Everything that is started.</summary>
    public static IReadOnlyList<string> Everything { get; } = [.. Backends, "otel-collector", .. Services];

    /// <summary>The resource of a name.</summary>
    public IResource this[string name] => Resources.Single(resource => resource.Name == name);

    /// <summary>The annotations of one kind that a resource has.</summary>
    public IReadOnlyList<T> Annotations<T>(string name)
        where T : IResourceAnnotation => [.. this[name].Annotations.OfType<T>()];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _builder = await CreateAsync($"--Backends={backends}", $"--Backends:Data={_data.FullName}");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _builder!.DisposeAsync();
        _data.Delete(recursive: true);
    }

    /// <summary>Runs the AppHost up to the point where it would build the application.</summary>
    internal static Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] arguments) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(arguments);
}

/// <summary>The model with its backends as containers.</summary>
public sealed class ContainerModel() : AppModel("containers");

/// <summary>The model with its backends as processes.</summary>
public sealed class ProcessModel() : AppModel("processes");
