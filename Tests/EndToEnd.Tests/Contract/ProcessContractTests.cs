using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.Contract;

/// <summary>The contract, held against processes.</summary>
[Collection(SharedSystem.Name)]
public sealed class ProcessContractTests(SharedSystem shared) : ObservabilityContract(shared.System);
