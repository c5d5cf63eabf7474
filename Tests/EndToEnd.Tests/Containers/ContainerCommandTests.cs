using EndToEnd.Tests.Contract;

namespace EndToEnd.Tests.Containers;

/// <summary>The dashboard's buttons, with containers.</summary>
[Collection(ContainerCollection.Name)]
public sealed class ContainerCommandTests(ContainerSystem containers) : CommandContract(containers.System);
