namespace Tta.Primitives;

/// <summary>What making a cached result cost.</summary>
/// <param name="Usd">US dollars of the calls that have a price.</param>
/// <param name="IsComplete">Whether those were all: otherwise a hit saves at least <paramref name="Usd"/>.</param>
internal readonly record struct EntryCost(decimal Usd, bool IsComplete)
{
    /// <summary>The cost of what was used.</summary>
    public static EntryCost Of(in UsageSnapshot used) => new(used.CostUsd, used.UnpricedCalls == 0);

    /// <summary>What a span may say: the dollars, or nothing when none of the cost is known.</summary>
    public double? Known => Usd > 0m || IsComplete ? (double)Usd : null;
}
