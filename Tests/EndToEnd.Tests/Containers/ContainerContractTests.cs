using Tta.EndToEnd.Tests.Contract;

namespace Tta.EndToEnd.Tests.Containers;

/// <summary>The contract, held against containers.</summary>
[Collection(ContainerCollection.Name)]
public sealed class ContainerContractTests(ContainerSystem containers) : ObservabilityContract(containers.System);
