using Tta.Dashboards.Model;
using static Tta.Dashboards.Model.Panels;

namespace Tta.Dashboards.Boards;

/// <summary>Why do requests fail?</summary>
internal static class Errors
{
    public static Board Board { get; } = new(
        "04-errors",
        "04 Errors",
        "Why do requests fail? How many, which error, in which workflow and primitive, and what happened at the same time.",
        "10s",
        new Section("", Rate, Where, Recent))
    {
        Variables = [Variable.Metrics, Variable.Traces, Variable.Logs, Variable.Workflow, Variable.Primitive],
    };

    private static Line Rate => new(
        9,
        TimeSeries(
                "Error rate against the objective",
                "Share of workflows that fail, the share an hour ago, and the share that the objective allows.",
                "above the objective: the bars beside name the error. Above an hour ago only: something changed since, see the annotations.")
            .Asks(Ask.ErrorRate, "now")
            .Asks("1 - (tta:success_rate_5m offset 1h)", "an hour ago")
            .Asks("""1 - max(slo:objective_ratio{slo="success"})""", "allowed")
            .In(Unit.Ratio, 2).Between(0).WhenEmpty("no traffic").Colored(Limit.Good, (0.01, Limit.Warning), (0.05, Limit.Bad)).Wide(14),
        Bars(
                "Why runs fail",
                "Share of all runs of the chosen time range that failed, each counted once: the workflow, the step that failed it, and the cause.",
                "model: see 03; invalid_input: whoever asks sends something else; time_limit: see what waits; error: Failed traces below has the stack.")
            .AsksNow(Ask.WhyRunsFail, "{{workflow_name}} · {{primitive_name}} · {{cause}}").In(Unit.Ratio, 2).Between(0).WhenEmpty("no failed run")
            .Colored(Limit.Good, (0.01, Limit.Warning), (0.05, Limit.Bad)).Wide(10).LinksTo(Link.To("03-dependencies", "Dependencies")));

    private static Line Where => new(
        9,
        Bars(
                "Failed runs by workflow",
                "Share of each workflow's runs of the chosen time range that failed.",
                "one workflow only: its own steps; all: a shared dependency, see 03.")
            .AsksNow(
                Ask.Share(
                    """sum by (workflow_name) (increase(tta_workflow_executions_total{workflow_name=~"$workflow", status="failed"}[$__range]))""",
                    """sum by (workflow_name) (increase(tta_workflow_executions_total{workflow_name=~"$workflow"}[$__range]))"""),
                "{{workflow_name}}")
            .In(Unit.Ratio, 1).Between(0, 1).WhenEmpty("no run").Colored(Limit.Good, (0.05, Limit.Warning), (0.25, Limit.Bad)).Wide(5)
            .LinksTo(Link.To("03-dependencies", "Dependencies")),
        Bars(
                "Errors by type",
                "Exceptions inside steps per second, by type, counted at every primitive that they pass. Most are recovered by retries and fallbacks.",
                "a type that grows while runs go on succeeding costs time and money: Failed traces below has an example with its stack.")
            .AsksNow(Ask.ErrorsByType, "{{error}}").In(Unit.PerSecond, 2).Between(0).WhenEmpty("no errors")
            .Colored(Limit.Good, (1, Limit.Warning), (5, Limit.Bad)).Wide(5),
        Bars(
                "Errors by primitive",
                "Executions per second that an exception left, by primitive. A caller whose callee failed counts too.",
                "the callee is the cause: click the bar that calls no other red one.")
            .AsksNow("""topk(15, sum by (primitive_name) (rate(tta:primitive_errors_total{primitive_name=~"$primitive"}[5m])))""", "{{primitive_name}}")
            .In(Unit.PerSecond, 2).Between(0).WhenEmpty("no errors").Colored(Limit.Good, (1, Limit.Warning), (5, Limit.Bad)).Wide(5)
            .LinksTo(Link.ToPrimitive),
        TimeSeries(
                "Errors, cache misses and load",
                "Failing primitives, cache misses and workflows per second in one picture (workflows on the right).",
                "errors that move with the misses point at the models behind the cache, errors that move with the load at a limit.")
            .Asks("sum(rate(tta:primitive_errors_total[5m]))", "errors")
            .Asks("sum(tta:cache_misses:rate5m)", "cache misses")
            .Asks(Ask.WorkflowRate, "workflows")
            .In(Unit.PerSecond).Between(0).OnTheRight("workflows", Unit.PerSecond)
            .Colored(Limit.Neutral).Wide(9));

    private static Line Recent => new(
        10,
        TraceTable(
                "Failed traces",
                "The newest runs of the time range that failed.",
                "click a trace id: red spans in the waterfall failed, the lowest one is the cause; its logs are one click further.",
                new TraceSearch("tta-agent-orchestrator", "demo.workflow_execution", "error=true", 50),
                20)
            .TopBy("Start time", 20).Wide(12),
        Logs(
                "Warnings and errors in the logs",
                "What the services logged as a warning or an error, newest first. A request that failed is a warning of the service that it failed in.",
                "expand a line: its trace id leads to the trace that it belongs to.")
            .And(new LogQuery("""{service_name=~"tta-.+"} | detected_level=~"warn|error|fatal|critical" """.TrimEnd()))
            .WhenEmpty("nothing logged").Wide(12));
}
