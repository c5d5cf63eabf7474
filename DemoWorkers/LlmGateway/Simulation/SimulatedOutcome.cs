using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>What a simulated call ends with, and after how long; or that it does not end.</summary>
internal sealed record SimulatedOutcome(TimeSpan Latency, SimulatedAnswer? Answer, ApiErrorException? Error, bool Hangs = false)
{
    /// <summary>How much of the latency passes before the answer begins.</summary>
    public TimeSpan FirstToken { get; init; } = Latency;
}

/// <summary>What a simulated model answers.</summary>
internal sealed record SimulatedAnswer(string Id, string Text, int PromptTokens, int CompletionTokens, bool IsCut);
