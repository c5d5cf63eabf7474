using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>What a model answered, and what it took.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Provider">Who served the model.</param>
/// <param name="Model">The model that answered.</param>
/// <param name="PromptTokens">Tokens sent, with those that were cached, or null when the provider did not say.</param>
/// <param name="CompletionTokens">Tokens received, with those of reasoning, or null when the provider did not say.</param>
/// <param name="CostUsd">The exact cost, or null when it is unknown.</param>
/// <param name="FinishReason">Why it stopped, if the provider said.</param>
public sealed record LlmResponse(
    string Text,
    string Provider,
    string Model,
    long? PromptTokens,
    long? CompletionTokens,
    decimal? CostUsd,
    string? FinishReason)
{
    /// <summary>Those of <see cref="PromptTokens"/> that the provider had in its cache, or null when it did not say.</summary>
    public long? CachedPromptTokens { get; init; }

    /// <summary>Those of <see cref="CompletionTokens"/> that were reasoning, or null when the provider did not say.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>
    /// The tools that the model asks for and that nobody has called: of a client that calls none, or of tools that wait for an approval.
    /// </summary>
    public IReadOnlyList<FunctionCallContent> ToolCalls { get; init; } = [];
}
