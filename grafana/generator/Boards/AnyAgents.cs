using Tta.Dashboards.Model;
using static Tta.Dashboards.Model.Panels;

namespace Tta.Dashboards.Boards;

/// <summary>Runs of agents of any framework, by the metrics that Observatory derives from their traces.</summary>
internal static class AnyAgents
{
    private const string Runs = "agent_runs_total";
    private const string Chosen = "workflow_name=~\"$run\"";

    public static Board Board { get; } = new(
        "09-agents-of-any-framework",
        "09 Agents of any framework",
        "Whatever your agents are made with: do their runs succeed, how long do they take, what do they use and cost?",
        "30s",
        new Section("", Figures, Times, Money, Why))
    {
        Variables = [Variable.Metrics, Variable.Run],
    };

    private static Line Figures => new(
        5,
        Stat(
                "Runs of agents",
                "Runs that ended in the chosen time range.",
                "at 0 nothing arrives: see docs/your-own-agents.md for the lines that connect a framework.")
            .AsksNow($$"""sum(increase({{Runs}}{{{Chosen}}}[$__range]))""", "runs").In(Unit.Count, 0).WhenEmpty("no run").Colored(Limit.Neutral).Wide(6),
        Gauge(
                "Runs that failed",
                "Share of the runs of the chosen time range that failed.",
                "see below why, and which run.")
            .AsksNow($$"""sum(increase(agent_runs_total{status="failed", {{Chosen}}}[$__range])) / (sum(increase({{Runs}}{{{Chosen}}}[$__range])) > 0)""", "failed")
            .In(Unit.Ratio, 1).Between(0, 1).WhenEmpty("no run failed").Colored(Limit.Good, (0.05, Limit.Warning), (0.2, Limit.Bad)).Wide(6),
        Stat(
                "Cost of agents",
                "What the calls of the chosen time range cost, by the price file.",
                "the costs by model below say which model.")
            .AsksNow($$"""sum(increase(agent_cost_dollars_total{{{Chosen}}}[$__range]))""", "cost").In(Unit.Dollars).WhenEmpty("no priced call").Colored(Limit.Neutral).Wide(6),
        Bars(
                "Calls without a price",
                "Calls of the last hour to models that the price file does not have: what they cost is unknown and counted nowhere.",
                "add the model to the file that OBSERVATORY__PRICEFILE names; the costs are too low until then.")
            .AsksNow("sum by (provider, model) (increase(agent_unpriced_calls_total[1h])) > 0", "{{provider}} {{model}}")
            .In(Unit.Count, 0).Between(0).WhenEmpty("all have one").Colored(Limit.Good, (1, Limit.Warning)).Wide(6));

    private static Line Times => new(
        8,
        TimeSeries(
                "Runs by outcome",
                "Runs per second, by how they ended.",
                "if failed grows, the reasons below say why.")
            .Asks($$"""sum by (status) (rate({{Runs}}{{{Chosen}}}[$__rate_interval]))""", "{{status}}").In(Unit.PerSecond).Between(0).AsStack().Colored(Limit.Neutral)
            .ColorsSeries(("success", Limit.Good), ("failed", Limit.Bad)).Wide(8),
        TimeSeries(
                "Duration p95 of runs",
                "95 % of the runs took at most this long. Dots are single runs: click one to open its trace.",
                "compare with the duration of the calls beside it: if those are slow, the model is.")
            .AsksWithExemplars($$"""histogram_quantile(0.95, sum by (workflow_name, le) (rate(agent_run_duration_seconds_bucket{{{Chosen}}}[$__rate_interval]))) >= 0""", "{{workflow_name}}")
            .In(Unit.Seconds).Between(0).Colored(Limit.Neutral).Wide(8).LinksTo(Link.ToTraces),
        TimeSeries(
                "Duration p95 of model calls",
                "95 % of the calls took at most this long. Dots are single calls: click one to open its trace.",
                "one model above the others: choose another for that agent, or ask its provider.")
            .AsksWithExemplars("histogram_quantile(0.95, sum by (provider, model, le) (rate(agent_model_call_duration_seconds_bucket[$__rate_interval]))) >= 0", "{{provider}} {{model}}")
            .In(Unit.Seconds).Between(0).Colored(Limit.Neutral).Wide(8).LinksTo(Link.ToTraces));

    private static Line Money => new(
        8,
        TimeSeries(
                "Tokens by type",
                "Tokens per second. Input has the cached ones in it, output those of reasoning.",
                "input without cached ones: the prompt's beginning changes from call to call, or is too short for the provider's cache.")
            .Asks($$"""sum by (type) (rate(agent_tokens_total{{{Chosen}}}[$__rate_interval]))""", "{{type}}").In(Unit.PerSecond).Between(0).Colored(Limit.Neutral).Wide(8),
        Pie(
                "Cost by agent",
                "What the calls of each agent cost in the chosen time range.",
                "the dearest agent first: a smaller model, or fewer turns.")
            .AsksNow($$"""topk(12, sum by (agent) (increase(agent_cost_dollars_total{{{Chosen}}}[$__range])))""", "{{agent}}").In(Unit.Dollars).WhenEmpty("no priced call").Colored(Limit.Neutral).Wide(8),
        Pie(
                "Cost of agents by model",
                "What the calls to each model cost in the chosen time range.",
                "the dearest model first: try a cheaper one for the agents that need least.")
            .AsksNow($$"""topk(12, sum by (provider, model) (increase(agent_cost_dollars_total{{{Chosen}}}[$__range])))""", "{{provider}} {{model}}").In(Unit.Dollars).WhenEmpty("no priced call").Colored(Limit.Neutral).Wide(8));

    private static Line Why => new(
        9,
        Table(
                "Why runs of agents fail",
                "Failed runs of the chosen time range, by what they failed with.",
                "open the runs that failed in Observatory: /runs?failed=true.")
            .AsksForRows($$"""sum by (workflow_name, error_type) (increase(agent_runs_total{status="failed", {{Chosen}}}[$__range])) > 0""")
            .In(Unit.Count, 0).Colored(Limit.Neutral).TopBy("Runs", 50).Wide(12).Shows(
                new Column("workflow_name", "Run"),
                new Column("error_type", "Failed with"),
                new Column("Value", "Runs") { Unit = Unit.Count }),
        Table(
                "Tools of agents",
                "Uses of each tool in the chosen time range, by how they ended.",
                "a tool that fails often costs a turn each time: mend it, or tell the model more about it.")
            .AsksForRows($$"""sum by (tool, status) (increase(agent_tool_calls_total{{{Chosen}}}[$__range])) > 0""")
            .In(Unit.Count, 0).Colored(Limit.Neutral).TopBy("Uses", 50).Wide(12).Shows(
                new Column("tool", "Tool"),
                new Column("status", "Outcome"),
                new Column("Value", "Uses") { Unit = Unit.Count }));
}
