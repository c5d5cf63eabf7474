using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.Containers;

/// <summary>The system with its backends as containers, once for all tests that ask for it; where images cannot be had there is none, and why is said.</summary>
public sealed class ContainerSystem : IAsyncLifetime
{
    // The first start on a machine fetches eight images.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private AspireSystem? _system;
    private string? _absence;

    /// <summary>The system. A test that asks for it where there is none is skipped, with the reason.</summary>
    internal AspireSystem System
    {
        get
        {
            Assert.SkipWhen(_absence is not null, _absence ?? "");
            return _system!;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _absence = await ContainerImages.WhyNotAsync();
        if (_absence is null)
        {
            _system = await AspireSystem.StartAsync("containers", Patience);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _system?.DisposeAsync() ?? default;
}

[CollectionDefinition(Name)]
public sealed class ContainerCollection : ICollectionFixture<ContainerSystem>
{
    public const string Name = "containers";
}
