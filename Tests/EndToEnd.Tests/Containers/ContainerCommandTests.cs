using Tta.EndToEnd.Tests.Contract;

namespace Tta.EndToEnd.Tests.Containers;

/// <summary>The dashboard's buttons, with containers.</summary>
[Collection(ContainerCollection.Name)]
public sealed class ContainerCommandTests(ContainerSystem containers) : CommandContract(containers.System);
