using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>What a simulated call ends with, and after how long.</summary>
internal sealed record SimulatedOutcome(TimeSpan Latency, SimulatedAnswer? Answer, ApiErrorException? Error);

/// <summary>What a simulated model answers.</summary>
internal sealed record SimulatedAnswer(string Id, string Text, int PromptTokens, int CompletionTokens, bool IsCut);
