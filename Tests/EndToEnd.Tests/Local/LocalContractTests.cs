using EndToEnd.Tests.Contract;

namespace EndToEnd.Tests.Local;

/// <summary>The contract, held against plain processes.</summary>
[Collection(SharedSystem.Name)]
public sealed class LocalContractTests(SharedSystem shared) : ObservabilityContract(shared.System);
