namespace Observatory.Agents.Steps;

/// <summary>Tokens of one call or of many. What nobody said is null, which is not 0.</summary>
/// <param name="Input">Tokens sent, the cached ones with them.</param>
/// <param name="Cached">Those of the tokens sent that the provider had in its cache.</param>
/// <param name="Output">Tokens received, those of reasoning with them.</param>
/// <param name="Reasoning">Those of the tokens received that were reasoning.</param>
internal readonly record struct TokenUsage(long? Input, long? Cached, long? Output, long? Reasoning)
{
    /// <summary>More than this is no number of tokens of one call: a trillion.</summary>
    public const long Most = 1_000_000_000_000;

    /// <summary>Whether anything is known.</summary>
    public bool IsKnown => Input is not null || Output is not null;

    /// <summary>Both together. What one of them does not say is left out of the sum.</summary>
    public TokenUsage Plus(TokenUsage other) =>
        new(Sum(Input, other.Input), Sum(Cached, other.Cached), Sum(Output, other.Output), Sum(Reasoning, other.Reasoning));

    /// <summary>This, and of <paramref name="other"/> what this does not say.</summary>
    public TokenUsage Or(TokenUsage other) =>
        new(Input ?? other.Input, Cached ?? other.Cached, Output ?? other.Output, Reasoning ?? other.Reasoning);

    // 50 000 calls of the most stay below what a long holds.
    private static long? Sum(long? a, long? b) => a is null ? b : b is null ? a : a + b;
}
