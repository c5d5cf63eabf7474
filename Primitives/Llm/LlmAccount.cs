using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>Makes a response of what a provider says: its tokens where they make sense, and their cost where it is known.</summary>
internal static class LlmAccount
{
    public static LlmResponse Of(LlmOptions options, string text, string? answered, UsageDetails? usage, string? finishReason)
    {
        string model = answered ?? options.Model;
        return new LlmResponse(
            text,
            options.Provider,
            model,
            Said(usage?.InputTokenCount),
            Said(usage?.OutputTokenCount),
            CostOf(options, model, usage),
            finishReason)
        {
            CachedPromptTokens = Said(usage?.CachedInputTokenCount),
            ReasoningTokens = Said(usage?.ReasoningTokenCount),
        };
    }

    /// <summary>A negative number of tokens says nothing.</summary>
    private static long? Said(long? tokens) => tokens is >= 0 ? tokens : null;

    /// <summary>The call's cost; unknown when the provider's numbers are missing or impossible, or a rate is.</summary>
    private static decimal? CostOf(LlmOptions options, string model, UsageDetails? usage)
    {
        long cached = usage?.CachedInputTokenCount ?? 0;
        long reasoning = usage?.ReasoningTokenCount ?? 0;
        return usage is { InputTokenCount: >= 0 and { } prompt, OutputTokenCount: >= 0 and { } completion }
            && cached >= 0 && cached <= prompt && reasoning >= 0 && reasoning <= completion
            ? PriceOf(options, model)?.Cost(prompt, completion, cached, reasoning)
            : null;
    }

    /// <summary>The price of the model that answered, or of the one asked for: providers answer with dated variants of its name.</summary>
    private static ModelPrice? PriceOf(LlmOptions options, string model) =>
        options.Prices is { } prices
        && (prices.TryGetPrice(options.Provider, model, out ModelPrice price)
            || prices.TryGetPrice(options.Provider, options.Model, out price))
            ? price
            : null;
}
