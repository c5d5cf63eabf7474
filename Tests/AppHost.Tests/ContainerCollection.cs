using System.Diagnostics.CodeAnalysis;

namespace Tta.AppHost.Tests;

/// <summary>The tests that share one system of containers.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "It is what xunit calls a collection.")]
public sealed class ContainerCollection : ICollectionFixture<ContainerSystem>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "containers";
}
