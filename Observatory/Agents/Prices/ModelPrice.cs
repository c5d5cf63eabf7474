using Observatory.Agents.Steps;

namespace Observatory.Agents.Prices;

/// <summary>A model's rates, in US dollars for a million tokens.</summary>
/// <param name="Provider">Who serves it.</param>
/// <param name="Input">Tokens sent.</param>
/// <param name="Output">Tokens received.</param>
/// <param name="Cached">Tokens sent that the provider had in its cache; null when not known.</param>
/// <param name="Reasoning">Tokens of reasoning; null when they cost what the others received do.</param>
internal sealed record ModelPrice(string Provider, decimal Input, decimal Output, decimal? Cached, decimal? Reasoning)
{
    /// <summary>What a call cost; null when its tokens are not known, or some are of a kind without a rate.</summary>
    public decimal? Cost(TokenUsage tokens)
    {
        var (cached, reasoning) = (tokens.Cached ?? 0, tokens.Reasoning ?? 0);
        if (tokens is not { Input: { } input, Output: { } output } || cached > input || reasoning > output
            || (cached > 0 && Cached is null))
        {
            return null;
        }

        var sent = ((input - cached) * Input) + (cached * (Cached ?? 0));
        return (sent + ((output - reasoning) * Output) + (reasoning * (Reasoning ?? Output))) / 1_000_000m;
    }
}
