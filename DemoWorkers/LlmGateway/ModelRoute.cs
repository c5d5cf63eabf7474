using Tta.DemoWorkers.LlmGateway.Providers;
using Tta.DemoWorkers.LlmGateway.Simulation;

namespace Tta.DemoWorkers.LlmGateway;

/// <summary>Who answers for a model: a real provider, or else a simulated one.</summary>
internal sealed record ModelRoute(string Provider, string Model, ProviderSettings? Real, ModelProfile? Simulated);
