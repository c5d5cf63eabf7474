using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>What an adaptive primitive shows of its learning.</summary>
internal sealed class LearnerMetrics(WorkflowPrimitive owner)
{
    public void Created(string context, string strategy) =>
        Instruments.StrategiesCreated.Add(1, Name, new(Labels.Context, context), new(Labels.Strategy, strategy));

    public void Tripped(string context) => Instruments.AdaptiveTrips.Add(1, Name, new KeyValuePair<string, object?>(Labels.Context, context));

    public void Measured(string context, string strategy, double successRate, double effectiveness)
    {
        Instruments.StrategySuccessRate.Record(successRate, Name, new(Labels.Context, context), new(Labels.Strategy, strategy));
        Instruments.LearningEffectiveness.Record(effectiveness, Name, new KeyValuePair<string, object?>(Labels.Context, context));
    }

    private KeyValuePair<string, object?> Name => new(Labels.PrimitiveName, owner.Name);
}
