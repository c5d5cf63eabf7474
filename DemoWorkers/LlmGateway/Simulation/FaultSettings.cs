using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>How often simulated models fail and how slow they are.</summary>
/// <param name="ErrorRate">Share of the calls that end with 500 or 503.</param>
/// <param name="RateLimitRate">Share of the calls that end with 429.</param>
/// <param name="LatencyScale">Multiplies every latency.</param>
internal sealed record FaultSettings(double ErrorRate, double RateLimitRate, double LatencyScale)
{
    public static FaultSettings From(DemoSettings settings) => new(settings.ErrorRate, settings.RateLimitRate, settings.LatencyScale);
}
