namespace Tta.AppHost.Tests;

/// <summary>The application model as the AppHost describes it, before anything is started.</summary>
public sealed class AppModel : IAsyncLifetime
{
    private IDistributedApplicationTestingBuilder? _builder;

    /// <summary>What the model holds; Aspire may add helpers of its own.</summary>
    public IResourceCollection Resources => _builder!.Resources;

    /// <summary>The four services.</summary>
    public static IReadOnlyList<string> Services { get; } =
        ["tta-cache-layer", "tta-llm-gateway", "tta-workflow-engine", "tta-agent-orchestrator"];

    /// <summary>The containers that keep data.</summary>
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
    public async ValueTask InitializeAsync() => _builder = await CreateAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _builder!.DisposeAsync();

    /// <summary>Runs the AppHost up to the point where it would build the application.</summary>
    internal static Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] arguments) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(arguments);
}
