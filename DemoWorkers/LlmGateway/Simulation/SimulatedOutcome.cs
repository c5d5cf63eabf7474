using Tta.DemoWorkers.LlmGateway.Wire;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>What a simulated call ends with, and after how long; or that it does not end.</summary>
internal sealed record SimulatedOutcome(TimeSpan Latency, SimulatedAnswer? Answer, ApiErrorException? Error, bool Hangs = false)
{
    /// <summary>How much of the latency passes before the answer begins.</summary>
    public TimeSpan FirstToken { get; init; } = Latency;
}

/// <summary>What a simulated model answers: a text, or the tools that it asks for.</summary>
internal sealed record SimulatedAnswer(string Id, string Text, int PromptTokens, int CompletionTokens, bool IsCut)
{
    /// <summary>The tools that it asks for.</summary>
    public IReadOnlyList<SimulatedToolCall> ToolCalls { get; init; } = [];

    /// <summary>Those of the tokens sent that it had in its cache.</summary>
    public int CachedTokens { get; init; }

    /// <summary>Those of the tokens received that were reasoning.</summary>
    public int ReasoningTokens { get; init; }

    /// <summary>Why it stopped, in the terms of the wire format.</summary>
    public string FinishReason => ToolCalls.Count > 0 ? "tool_calls" : IsCut ? "length" : "stop";

    /// <summary>Its tokens, in the terms of the wire format.</summary>
    public TokenUsage Usage => new(PromptTokens, CompletionTokens, PromptTokens + CompletionTokens)
    {
        PromptTokensDetails = CachedTokens > 0 ? new PromptTokensDetails(CachedTokens) : null,
        CompletionTokensDetails = ReasoningTokens > 0 ? new CompletionTokensDetails(ReasoningTokens) : null,
    };
}

/// <summary>A tool that a simulated model asks for.</summary>
/// <param name="Id">By which its result is told.</param>
/// <param name="Name">Which.</param>
/// <param name="Arguments">With what, JSON.</param>
internal sealed record SimulatedToolCall(string Id, string Name, string Arguments);
