namespace Tta.Primitives;

/// <summary>How one way of doing has done.</summary>
/// <param name="Name">Its name; <c>baseline</c> for the configured way.</param>
/// <param name="Description">What it does.</param>
/// <param name="State">What has become of it.</param>
/// <param name="Executions">Recent executions; older ones weigh less.</param>
/// <param name="SuccessRate">Share of them that were good, 0 to 1.</param>
/// <param name="SecondsPerSuccess">Time spent for each good one; infinite when there was none.</param>
/// <param name="Reason">Why it is in its state.</param>
public sealed record StrategySummary(
    string Name,
    string Description,
    StrategyState State,
    double Executions,
    double SuccessRate,
    double SecondsPerSuccess,
    string Reason);
