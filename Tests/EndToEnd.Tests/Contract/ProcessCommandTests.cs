using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.Contract;

/// <summary>The dashboard's buttons, with processes.</summary>
public sealed class ProcessCommandTests(CommandSystem own) : CommandContract(own.System), IClassFixture<CommandSystem>;

/// <summary>A system whose traffic and models may be disturbed.</summary>
public sealed class CommandSystem : IAsyncLifetime
{
    internal AspireSystem System { get; private set; } = null!;

    public async ValueTask InitializeAsync() => System = await ProcessSystem.StartAsync();

    public ValueTask DisposeAsync() => System.DisposeAsync();
}
