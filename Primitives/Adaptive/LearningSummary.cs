namespace Tta.Primitives;

/// <summary>What an adaptive primitive has learned in one context.</summary>
/// <param name="Context">The context.</param>
/// <param name="Mode">How far the primitive goes.</param>
/// <param name="Current">The name of the strategy in use.</param>
/// <param name="Tripped">Whether the baseline has taken over because too much failed.</param>
/// <param name="Effectiveness">Success rate of the strategy in use minus the baseline's.</param>
/// <param name="Baseline">How the configured way has done.</param>
/// <param name="Strategies">How the strategies have done, in the order of their proposal.</param>
public sealed record LearningSummary(
    string Context,
    AdaptiveMode Mode,
    string Current,
    bool Tripped,
    double Effectiveness,
    StrategySummary Baseline,
    IReadOnlyList<StrategySummary> Strategies);
