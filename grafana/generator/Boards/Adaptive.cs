using Tta.Dashboards.Model;
using static Tta.Dashboards.Model.Panels;

namespace Tta.Dashboards.Boards;

/// <summary>Do the adaptive primitives learn something, and does it help?</summary>
internal static class Adaptive
{
    private const string Nothing = "no adaptive primitive has learned yet";

    public static Board Board { get; } = new(
        "06-adaptive",
        "06 Adaptive primitives",
        "Do the adaptive primitives learn something, and does it help?",
        "30s",
        new Section(
            "",
            new Line(
                9,
                Stat(
                        "Strategies created",
                        "Strategies that the chosen adaptive primitives have learned since they started.",
                        "0 after hours of traffic: too few executions per context, or the mode is disabled; hundreds: contexts are too fine.")
                    .Asks("""sum by (primitive_name) (adaptive_strategies_created_total{primitive_name=~"$primitive"})""", "{{primitive_name}}")
                    .In(Unit.Count, 0).WhenEmpty(Nothing).Colored(Limit.Neutral).Wide(12),
                TimeSeries(
                        "Learning effectiveness",
                        "Success rate with what was learned minus the baseline's, by primitive: 10 % is ten points better.",
                        "below 0 what was learned does harm: the primitive returns to its baseline by itself, look for Returns to the baseline.")
                    .Asks("""avg by (primitive_name) (adaptive_learning_effectiveness{primitive_name=~"$primitive"})""", "{{primitive_name}}")
                    .In(Unit.Ratio, 1).WhenEmpty(Nothing).Colored(Limit.Bad, (0, Limit.Warning), (0.05, Limit.Good)).Wide(12)
                    .LinksTo(Link.ToPrimitive)),
            new Line(
                9,
                Bars(
                        "Success rate by context",
                        "Success rate of the strategies learned for each context.",
                        "a context below 80 % is not validated: it keeps the baseline; look at its errors on 04.")
                    .AsksNow("""avg by (context, strategy) (adaptive_strategy_success_rate{primitive_name=~"$primitive"})""", "{{context}}: {{strategy}}")
                    .In(Unit.Ratio, 1).Between(0, 1).WhenEmpty(Nothing).Colored(Limit.Bad, (0.8, Limit.Warning), (0.95, Limit.Good)).Wide(12)
                    .LinksTo(Link.To("04-errors", "Errors")),
                TimeSeries(
                        "Returns to the baseline",
                        "How often an adaptive primitive gave up what it had learned because more than half of its executions failed.",
                        "the dependency behind it is failing, whatever the strategy: see 03; it tries again after five minutes.")
                    .Asks("""sum by (primitive_name) (increase(adaptive_circuit_breaker_activations_total{primitive_name=~"$primitive"}[5m]))""", "{{primitive_name}}")
                    .In(Unit.Count, 0).Between(0).WhenEmpty("never").Colored(Limit.Good, (1, Limit.Warning), (5, Limit.Bad)).Wide(12)
                    .LinksTo(Link.To("03-dependencies", "Dependencies")))))
    {
        Variables = [Variable.Metrics, Variable.Primitive],
    };
}
