using Tta.EndToEnd.Tests.Browser;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>One system for all tests that only look; tests that break or stop something start their own.</summary>
public sealed class SharedSystem : IAsyncLifetime
{
    public const string Name = "shared system";

    internal AspireSystem System { get; private set; } = null!;

    // Twice the usual traffic: rare things happen sooner.
    public async ValueTask InitializeAsync() => System = await ProcessSystem.StartAsync(
        new Dictionary<string, string> { ["tta-agent-orchestrator.Demo__WorkflowsPerSecond"] = "8" }, dashboard: true);

    public ValueTask DisposeAsync() => System.DisposeAsync();
}

[CollectionDefinition(SharedSystem.Name)]
public sealed class SharedSystemCollection : ICollectionFixture<SharedSystem>, ICollectionFixture<Chromium>;
