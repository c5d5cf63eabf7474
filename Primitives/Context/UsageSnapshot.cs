namespace Tta.Primitives;

/// <summary>What model calls have used up to one moment.</summary>
/// <param name="Calls">Finished model calls.</param>
/// <param name="UnpricedCalls">Those of them whose cost is unknown; they are not in <paramref name="CostUsd"/>.</param>
/// <param name="PromptTokens">Tokens sent.</param>
/// <param name="CompletionTokens">Tokens received.</param>
/// <param name="CostUsd">US dollars spent on priced calls, exact.</param>
/// <param name="SavedUsd">US dollars that cache hits did not spend, exact.</param>
public readonly record struct UsageSnapshot(
    long Calls, long UnpricedCalls, long PromptTokens, long CompletionTokens, decimal CostUsd, decimal SavedUsd);
