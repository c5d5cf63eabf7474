using EndToEnd.Tests.Running;

namespace EndToEnd.Tests.Contract;

/// <summary>The contract, held against processes.</summary>
[Collection(SharedSystem.Name)]
public sealed class ProcessContractTests(SharedSystem shared) : ObservabilityContract(shared.System);
