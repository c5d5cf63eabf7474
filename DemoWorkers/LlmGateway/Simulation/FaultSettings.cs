using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>How often simulated models fail, how slow they are and how much they say.</summary>
/// <param name="ErrorRate">Share of the calls that end with 500 or 503.</param>
/// <param name="RateLimitRate">Share of the calls that end with 429.</param>
/// <param name="LatencyScale">Multiplies every latency.</param>
/// <param name="AnswerScale">Multiplies the length of every answer, and so what it costs.</param>
/// <param name="HangRate">Share of the calls that are never answered: they end when the caller gives up.</param>
internal sealed record FaultSettings(
    double ErrorRate, double RateLimitRate, double LatencyScale, double AnswerScale = 1, double HangRate = 0)
{
    public static FaultSettings From(DemoSettings settings) => new(settings.ErrorRate, settings.RateLimitRate, settings.LatencyScale);
}
