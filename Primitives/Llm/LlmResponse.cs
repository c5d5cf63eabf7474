namespace Tta.Primitives;

/// <summary>What a model answered, and what it took.</summary>
/// <param name="Text">The answer.</param>
/// <param name="Provider">Who served the model.</param>
/// <param name="Model">The model that answered.</param>
/// <param name="PromptTokens">Tokens sent, or null when the provider did not say.</param>
/// <param name="CompletionTokens">Tokens received, or null when the provider did not say.</param>
/// <param name="CostUsd">The exact cost, or null when it is unknown.</param>
/// <param name="FinishReason">Why it stopped, if the provider said.</param>
public sealed record LlmResponse(
    string Text,
    string Provider,
    string Model,
    long? PromptTokens,
    long? CompletionTokens,
    decimal? CostUsd,
    string? FinishReason);
