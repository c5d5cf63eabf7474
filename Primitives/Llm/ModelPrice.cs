namespace Tta.Primitives;

/// <summary>A model's rates.</summary>
/// <param name="PromptPerMillion">US dollars for a million tokens sent.</param>
/// <param name="CompletionPerMillion">US dollars for a million tokens received.</param>
public readonly record struct ModelPrice(decimal PromptPerMillion, decimal CompletionPerMillion)
{
    /// <summary>US dollars for a million tokens sent that the provider had in its cache; null when not known.</summary>
    public decimal? CachedPromptPerMillion { get; init; }

    /// <summary>US dollars for a million tokens of reasoning; null when not known.</summary>
    public decimal? ReasoningPerMillion { get; init; }

    /// <summary>The exact cost of a call in US dollars.</summary>
    /// <param name="promptTokens">Tokens sent.</param>
    /// <param name="completionTokens">Tokens received.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public decimal Cost(long promptTokens, long completionTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(promptTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(completionTokens);
        return ((promptTokens * PromptPerMillion) + (completionTokens * CompletionPerMillion)) / 1_000_000m;
    }

    /// <summary>The exact cost of a call in US dollars; null when there are tokens of a kind whose rate is not known.</summary>
    /// <param name="promptTokens">Tokens sent, with the cached ones.</param>
    /// <param name="completionTokens">Tokens received, with those of reasoning.</param>
    /// <param name="cachedPromptTokens">Those of the tokens sent that the provider had in its cache.</param>
    /// <param name="reasoningTokens">Those of the tokens received that were reasoning.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or a part is more than the whole.</exception>
    public decimal? Cost(long promptTokens, long completionTokens, long cachedPromptTokens, long reasoningTokens)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cachedPromptTokens);
        ArgumentOutOfRangeException.ThrowIfNegative(reasoningTokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cachedPromptTokens, promptTokens);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reasoningTokens, completionTokens);
        decimal plain = Cost(promptTokens - cachedPromptTokens, completionTokens - reasoningTokens);
        return (cachedPromptTokens == 0 ? 0 : cachedPromptTokens * CachedPromptPerMillion / 1_000_000m)
            + (reasoningTokens == 0 ? 0 : reasoningTokens * ReasoningPerMillion / 1_000_000m)
            + plain;
    }
}
