using Tta.Dashboards.Model;
using static Tta.Dashboards.Model.Panels;

namespace Tta.Dashboards.Boards;

/// <summary>Is it working, which workflow or primitive is slow, what does it use?</summary>
internal static class AgentObservability
{
    public static Board Board { get; } = new(
        "00-agent-observability",
        "00 Agent observability",
        "Is it working, what calls what, which workflow and which primitive is slow, what does it use?",
        "10s",
        Overview,
        Workflows,
        Primitives,
        Resources)
    {
        Variables = [Variable.Metrics, Variable.Workflow, Variable.Primitive, Variable.Provider],
    };

    private static Section Overview => new(
        "Overview",
        new Line(
            5,
            Gauge(
                    "Health score",
                    "0 to 100, as good as the weakest part: workflows that succeed, targets that are up, cache backends and models that answer.",
                    "open 04 Errors if the error rate beside it is red as well, 03 Dependencies if it is not.")
                .AsksNow(Ask.Health, "health").In(Unit.Percent, 1).Between(0, 100)
                .Colored(Limit.Bad, (80, Limit.Warning), (95, Limit.Good)).Wide(6)
                .LinksTo(Link.To("04-errors", "Errors"), Link.To("03-dependencies", "Dependencies")),
            Stat(
                    "Throughput",
                    "Workflows that end per second, whatever their outcome.",
                    "at 0 nothing runs: see 08 Infrastructure for a target that is down, then the orchestrator's log.")
                .Asks(Ask.WorkflowRate, "workflows").In(Unit.PerSecond, 2)
                .Colored(Limit.Bad, (0.001, Limit.Good)).Wide(6)
                .LinksTo(Link.To("08-infrastructure", "Infrastructure")),
            Stat(
                    "Active workflows",
                    "Workflows that are running at this moment.",
                    "if it keeps growing, work arrives faster than it ends: look for the slowest step on the Primitives tab.")
                .Asks(Ask.ActiveWorkflows, "active").In(Unit.Count, 0)
                .Colored(Limit.Good, (50, Limit.Warning), (200, Limit.Bad)).Wide(6),
            Stat(
                    "Error rate",
                    "Share of the workflows of the last five minutes that failed.",
                    "open 04 Errors: it says which error, in which workflow and primitive.")
                .Asks(Ask.ErrorRate, "failed").In(Unit.Ratio, 2).WhenEmpty("no traffic")
                .Colored(Limit.Good, (0.01, Limit.Warning), (0.05, Limit.Bad)).Wide(6)
                .LinksTo(Link.To("04-errors", "Errors"))),
        new Line(
            15,
            NodeGraph(
                    "Service map",
                    "What calls what: a circle per primitive with the calls per second that reach it, an arrow per connection.",
                    "a circle or arrow that is missing was not used in the last five minutes; follow the arrows to the last circle that still has traffic.")
                .AsksForRows(Ask.Nodes, "nodes").AsksForRows(Ask.Edges, "edges").In(Unit.PerSecond, 2).Wide(24)));

    private static Section Workflows => new(
        "Workflows",
        new Line(
            9,
            Bars(
                    "Ten slowest workflows",
                    "95 % of a workflow's runs of the last five minutes took at most this long.",
                    "click the bar to see its slowest traces; the widest span in the waterfall is the step to mend.")
                .AsksNow($"topk(10, {Ask.P95ByWorkflow})", "{{workflow_name}}").In(Unit.Seconds).Between(0)
                .Colored(Limit.Good, (2.5, Limit.Warning), (5, Limit.Bad)).Wide(12).LinksTo(
                    Link.To("02-primitive-drilldown", "Slowest traces of ${__field.labels.workflow_name}", "var-workflow=${__field.labels.workflow_name}&var-tags=workflow.name%3D${__field.labels.workflow_name}")),
            Table(
                    "Success rate by workflow",
                    "Share of each workflow's runs that succeeded, and how many ran, over the last five minutes.",
                    "sort by success rate, then choose the worst workflow above and read the errors beside.")
                .AsksForRows(Ask.SuccessByWorkflow)
                .AsksForRows("""round(sum by (workflow_name) (increase(tta_workflow_executions_total{workflow_name=~"$workflow"}[5m])))""")
                .In(Unit.Ratio, 2).Colored(Limit.Bad, (0.95, Limit.Warning), (0.99, Limit.Good)).Wide(12).Shows(
                    new Column("workflow_name", "Workflow"),
                    new Column("Value #A", "Success rate") { Unit = Unit.Ratio, Limits = [new(null, Limit.Bad), new(0.95, Limit.Warning), new(0.99, Limit.Good)] },
                    new Column("Value #B", "Runs in 5 min") { Unit = Unit.Count })),
        new Line(
            9,
            Pie(
                    "Errors by type",
                    "Executions that an exception left, by the exception's type, over the chosen time range.",
                    "the largest slice is the one to mend first; 04 Errors shows where it comes from.")
                .AsksNow(Ask.ErrorsByType, "{{error}}").In(Unit.PerSecond, 2).WhenEmpty("no errors").Wide(12)
                .Colored(Limit.Good, (1, Limit.Bad)).LinksTo(Link.To("04-errors", "Errors")),
            TimeSeries(
                    "Workflows per second",
                    "Runs that end, by workflow.",
                    "one line that falls to 0 means that this workflow gets no work any more or hangs: compare with Active workflows.")
                .Asks("""sum by (workflow_name) (rate(tta_workflow_executions_total{workflow_name=~"$workflow"}[$__rate_interval]))""", "{{workflow_name}}")
                .In(Unit.PerSecond).Between(0).Colored(Limit.Bad, (0.001, Limit.Good)).Wide(12)));

    private static Section Primitives => new(
        "Primitives",
        new Line(
            9,
            Bars(
                    "Five slowest primitives",
                    "95 % of a primitive's executions of the last five minutes took at most this long. One that calls others includes them.",
                    "click the bar to drill into the primitive.")
                .AsksNow($"topk(5, {Ask.P95ByPrimitive})", "{{primitive_name}}").In(Unit.Seconds).Between(0)
                .Colored(Limit.Good, (1, Limit.Warning), (2.5, Limit.Bad)).Wide(10).LinksTo(Link.ToPrimitive),
            Gauge(
                    "Cache hit rate",
                    "Share of cache look-ups of the last five minutes that saved the call behind the cache.",
                    "see 05 Cost for what the misses cost; a rate that fell at once points at the cache backend (03 Dependencies).")
                .AsksNow(Ask.CacheHitRate, "hits").In(Unit.Ratio, 1).Between(0, 1).WhenEmpty("no look-ups")
                .Colored(Limit.Bad, (0.3, Limit.Warning), (0.5, Limit.Good)).Wide(4)
                .LinksTo(Link.To("05-cost-efficiency", "Cost"), Link.To("03-dependencies", "Dependencies")),
            TimeSeries(
                    "Executions by type",
                    "Executions per second, stacked by type of primitive.",
                    "a band that vanishes is a step that no longer runs; one that swells without the others is retried or called in a loop.")
                .Asks(Ask.ExecutionsByType, "{{primitive_type}}").In(Unit.PerSecond).Between(0).AsStack().Wide(10)
                .Colored(Limit.Neutral)),
        new Line(
            16,
            Heatmap(
                    "Latency by primitive",
                    "Time runs to the right, a row per primitive; the darker, the longer 95 % of its executions took at most.",
                    "a row that darkens is the step that slows everything down: drill into it on 02.")
                .Asks(Ask.P95ByPrimitive, "{{primitive_name}}").In(Unit.Seconds).Wide(24)
                .Colored(Limit.Good, (1, Limit.Warning), (2.5, Limit.Bad)).LinksTo(Link.To("02-primitive-drilldown", "Drill down"))));

    private static Section Resources => new(
        "Resources",
        new Line(
            9,
            Stat(
                    "Cost per hour",
                    "What the model calls of the last five minutes would cost in an hour.",
                    "open 05 Cost: it says which model, and what would save how much.")
                .Asks(Ask.CostPerHour, "cost").In(Unit.Dollars).WhenEmpty("no priced call")
                .Colored(Limit.Good, (Spending.NearHour, Limit.Warning), (Spending.Hour, Limit.Bad)).Wide(6).LinksTo(Link.To("05-cost-efficiency", "Cost")),
            Stat(
                    "Cache savings per hour",
                    "What cache hits save per hour: each saves what its call would have cost.",
                    "low savings with a high hit rate mean that cheap calls are cached: cache the dear ones too.")
                .Asks(Ask.SavingsPerHour, "saved").In(Unit.Dollars).WhenEmpty("no hit yet")
                .Colored(Limit.Warning, (0.000001, Limit.Good)).Wide(6).LinksTo(Link.To("05-cost-efficiency", "Cost")),
            TimeSeries(
                    "Tokens by model",
                    "Prompt and completion tokens per second, by provider and model.",
                    "a jump without more workflows means longer prompts or answers, or retries: check the cost beside.")
                .Asks(Ask.TokensByModel, "{{provider}} {{model}}").In(Unit.PerSecond).Between(0).Colored(Limit.Neutral).Wide(12)),
        new Line(
            9,
            TimeSeries(
                    "Cost per hour by model",
                    "What each model's calls would cost in an hour.",
                    "the top line is where a cheaper model or a cache saves most: 05 Cost has the amounts.")
                .Asks(Ask.CostPerHourByModel, "{{provider}} {{model}}").In(Unit.Dollars).Between(0)
                .Colored(Limit.Good, (Spending.NearHour, Limit.Warning), (Spending.Hour, Limit.Bad)).Wide(12).LinksTo(Link.To("05-cost-efficiency", "Cost")),
            Bars(
                    "Cache hit rate by cache",
                    "Share of each caching primitive's look-ups of the last five minutes that were hits.",
                    "a cache below 30 % costs memory and saves little: make its key less specific or its time to live longer.")
                .AsksNow(Ask.CacheHitRateByName, "{{cache_name}}").In(Unit.Ratio, 1).Between(0, 1).WhenEmpty("no look-ups")
                .Colored(Limit.Bad, (0.3, Limit.Warning), (0.5, Limit.Good)).Wide(12)));
}
