namespace Tta.DemoWorkers.LlmGateway.Simulation;

/// <summary>The bad times of a model: after so many good calls come so many that fail or are slow, again and again.</summary>
/// <param name="Good">Calls that go as usual.</param>
/// <param name="Bad">Calls after them that do not.</param>
/// <param name="Fails">Whether these end with 500 or 503. Not while the error rate is 0, which means no failures at all.</param>
/// <param name="Slowness">Multiplies their latency.</param>
internal sealed record BadSpells(int Good, int Bad, bool Fails, double Slowness)
{
    /// <summary>The faults for a model's call with this number, counted from 0.</summary>
    public FaultSettings Apply(FaultSettings faults, long call) => call % (Good + Bad) < Good
        ? faults
        : faults with
        {
            ErrorRate = Fails && faults.ErrorRate > 0 ? 1 : faults.ErrorRate,
            LatencyScale = faults.LatencyScale * Slowness,
        };
}
