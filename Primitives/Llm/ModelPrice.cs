namespace Tta.Primitives;

/// <summary>A model's rates.</summary>
/// <param name="PromptPerMillion">US dollars for a million tokens sent.</param>
/// <param name="CompletionPerMillion">US dollars for a million tokens received.</param>
public readonly record struct ModelPrice(decimal PromptPerMillion, decimal CompletionPerMillion)
{
    /// <summary>The exact cost of a call in US dollars.</summary>
    /// <param name="promptTokens">Tokens sent.</param>
    /// <param name="completionTokens">Tokens received.</param>
    public decimal Cost(long promptTokens, long completionTokens) =>
        ((promptTokens * PromptPerMillion) + (completionTokens * CompletionPerMillion)) / 1_000_000m;
}
