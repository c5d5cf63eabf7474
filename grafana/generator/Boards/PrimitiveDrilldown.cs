using Tta.Dashboards.Model;
using static Tta.Dashboards.Model.Panels;

namespace Tta.Dashboards.Boards;

/// <summary>Which step is slow or fails, and why?</summary>
internal static class PrimitiveDrilldown
{
    private const string Quantile =
        """sum by (le) (rate(tta_execution_duration_seconds_bucket{workflow_name=~"$workflow", primitive_name=~"$primitive"}[5m]))""";

    public static Board Board { get; } = new(
        "02-primitive-drilldown",
        "02 Primitive drill-down",
        "Which step is slow or fails, and why? Choose a workflow or a primitive above, or click a trace below.",
        "5s",
        new Section("", Figures, Durations, Traces, Trouble, Connections, Tools))
    {
        From = "now-15m",
        Variables =
        [
            Variable.Metrics, Variable.Traces, Variable.Logs, Variable.Workflow, Variable.Primitive, Variable.Tags, Variable.Trace,
        ],
    };

    private static Line Figures => new(
        4,
        Stat(
                "Executions per second",
                "Executions of the chosen primitives in the chosen workflows, whatever their outcome.",
                "at 0 the step is not reached: look at Calls in for the last caller that still has traffic.")
            .Asks("""sum(rate(tta_primitive_executions_total{workflow_name=~"$workflow", primitive_name=~"$primitive"}[$__rate_interval]))""", "executions")
            .In(Unit.PerSecond, 1).Colored(Limit.Bad, (0.001, Limit.Good)).Wide(5),
        Stat(
                "Primitive success rate",
                "Share of the chosen primitives' executions of the last five minutes that did not fail.",
                "Errors by type in the chosen workflows, below, names the exception; Traces with errors inside shows where.")
            .Asks(
                $"1 - {Ask.Share(
                    """sum(rate(tta:primitive_executions_total{workflow_name=~"$workflow", primitive_name=~"$primitive", status="failed"}[5m]))""",
                    """sum(rate(tta:primitive_executions_total{workflow_name=~"$workflow", primitive_name=~"$primitive"}[5m]))""")}",
                "success")
            .In(Unit.Ratio, 2).WhenEmpty("no traffic").Colored(Limit.Bad, (0.95, Limit.Warning), (0.99, Limit.Good)).Wide(5),
        Stat(
                "Duration p50, p95, p99",
                "Half, 95 % and 99 % of the chosen primitives' executions of the last five minutes took at most this long.",
                "a p50 that is high is slow always; only a high p99 is slow now and then: open a slow trace below.")
            .AsksNow($"histogram_quantile(0.50, {Quantile}) >= 0", "p50")
            .AsksNow($"histogram_quantile(0.95, {Quantile}) >= 0", "p95")
            .AsksNow($"histogram_quantile(0.99, {Quantile}) >= 0", "p99")
            .In(Unit.Seconds).Colored(Limit.Good, (1, Limit.Warning), (2.5, Limit.Bad)).Wide(9),
        Stat(
                "Slowest workflow p95",
                "The largest p95 among the chosen workflows, over the last five minutes.",
                "choose that workflow above, then read the bars below for the step that takes the time.")
            .AsksNow($"topk(1, {Ask.P95ByWorkflow})", "{{workflow_name}}").In(Unit.Seconds)
            .Colored(Limit.Good, (2.5, Limit.Warning), (5, Limit.Bad)).Wide(5));

    private static Line Durations => new(
        9,
        TimeSeries(
                "Duration over time",
                "p95 of the ten chosen primitives that took most time themselves over the time range. Choose a primitive above to see any other. Dots are single executions: click one to open its trace.",
                "a line that climbs with the load is a bottleneck, one that jumps is a change or a dependency: see the annotations.")
            .AsksWithExemplars(
                Ask.Busiest(
                    10,
                    """histogram_quantile(0.95, sum by (primitive_name, le) (rate(tta_execution_duration_seconds_bucket{workflow_name=~"$workflow", primitive_name=~"$primitive"}[$__rate_interval]))) >= 0"""),
                "{{primitive_name}}")
            .In(Unit.Seconds).Between(0).Colored(Limit.Good, (1, Limit.Warning), (2.5, Limit.Bad)).Wide(14).LinksTo(Link.ToPrimitive),
        Bars(
                "Where the time goes",
                "How many seconds each second the chosen primitives themselves take, without what they contain: what is long here is the step to mend.",
                "the longest bar is where the time goes; click it for its traces.")
            .AsksNow("""topk(12, sum by (primitive_name) (rate(tta_execution_own_seconds_sum{workflow_name=~"$workflow", primitive_name=~"$primitive"}[5m])))""",
                "{{primitive_name}}")
            .In(Unit.Ratio, 1).Between(0).Colored(Limit.Good, (1, Limit.Warning), (5, Limit.Bad)).Wide(10).LinksTo(Link.ToPrimitive));

    private static Line Traces => new(
        12,
        TraceTable(
                "Slowest of the newest 200 traces",
                "The newest 200 traces of the time range, slowest first: a shorter range or Traces with (above), e.g. workflow.name=translation, has all of them.",
                "click a trace id: its waterfall appears beside, and Jaeger and the logs are one click further.",
                new TraceSearch("tta-workflow-engine", "", "$tags", 200),
                20)
            .Wide(10),
        Waterfall(
                "Waterfall",
                "The chosen trace, span by span. Nothing is shown until a trace id is clicked in a table.",
                "read from the top: the widest span without wide children is where the time went; red spans failed.")
            .And(new TraceById("$trace")).WhenEmpty("click a trace id in a table").Wide(14));

    private static Line Trouble => new(
        9,
        Pie(
                "Errors by type in the chosen workflows",
                "Executions of the chosen primitives that an exception left, by the exception's type.",
                "the largest slice first: Traces with errors inside shows an example with its stack.")
            .AsksNow(Ask.ErrorsByTypeOfWorkflow, "{{error}}").In(Unit.PerSecond, 2).WhenEmpty("no errors")
            .Colored(Limit.Good, (1, Limit.Bad)).Wide(5),
        TimeSeries(
                "Retries, fallbacks, timeouts",
                "How often per second a chosen primitive tried again, fell back or was cut off, in all workflows.",
                "retries without errors cost time and money only; fallbacks and timeouts change answers: see the model health on 03.")
            .Asks("""sum by (primitive_name) (rate(tta_retry_attempts_total{primitive_name=~"$primitive"}[$__rate_interval]))""", "{{primitive_name}} retry")
            .Asks("""sum by (primitive_name) (rate(tta_fallback_activations_total{primitive_name=~"$primitive"}[$__rate_interval]))""", "{{primitive_name}} fallback")
            .Asks("""sum by (primitive_name) (rate(tta_timeouts_total{primitive_name=~"$primitive"}[$__rate_interval]))""", "{{primitive_name}} timeout")
            .In(Unit.PerSecond).Between(0).WhenEmpty("none").Colored(Limit.Good, (1, Limit.Warning), (5, Limit.Bad)).Wide(7)
            .LinksTo(Link.To("03-dependencies", "Dependencies")),
        TraceTable(
                "Traces with errors inside",
                "Traces of the time range with a failed span in the workflow engine: of runs that failed, and of those that got over it. 04 has the runs that failed.",
                "click a trace id for the waterfall (red spans failed), or go on to its logs.",
                new TraceSearch("tta-workflow-engine", "", "error=true $tags", 50),
                20)
            .Wide(12));

    private static Line Connections => new(
        9,
        Table(
                "Calls in",
                "Who calls the chosen primitives, how, and how often per second, in all workflows.",
                "a caller that is missing does not reach this step: drill into it.")
            .AsksForRows("""sum by (source_primitive, target_primitive, connection_type) (rate(tta_primitive_connections_total{target_primitive=~"$primitive"}[5m]))""")
            .In(Unit.PerSecond, 2).Colored(Limit.Neutral).TopBy("Per second", 50).Wide(7).Shows(
                new Column("source_primitive", "From"), new Column("target_primitive", "To"),
                new Column("connection_type", "How"), new Column("Value", "Per second") { Unit = Unit.PerSecond }),
        Table(
                "Calls out",
                "Whom the chosen primitives call, how, and how often per second, in all workflows.",
                "more calls out than in means retries, fallbacks or branches; none means that the step fails before it calls.")
            .AsksForRows("""sum by (source_primitive, target_primitive, connection_type) (rate(tta_primitive_connections_total{source_primitive=~"$primitive"}[5m]))""")
            .In(Unit.PerSecond, 2).Colored(Limit.Neutral).TopBy("Per second", 50).Wide(7).Shows(
                new Column("source_primitive", "From"), new Column("target_primitive", "To"),
                new Column("connection_type", "How"), new Column("Value", "Per second") { Unit = Unit.PerSecond }),
        Logs(
                "Warnings and errors in the logs",
                "What the services logged as a warning or worse; with a trace chosen, for that trace only.",
                "expand a line: its trace id leads back to the waterfall.")
            .And(new LogQuery("""{service_name=~"tta-.+"} | detected_level=~"warn|error|fatal|critical" | trace_id=~"$trace.*" """.TrimEnd()))
            .WhenEmpty("nothing logged").Wide(10));

    private static Line Tools => new(
        7,
        TimeSeries(
                "Tool calls",
                "Calls per second of the tools that models asked for in the chosen workflows, by how they ended.",
                "failed fails no workflow: the model is told, and asks again or answers without. A tool that fails always costs a model call each time.")
            .Asks(
                """sum by (tool_name, status) (rate(tta_tool_duration_seconds_count{workflow_name=~"$workflow"}[$__rate_interval]))""",
                "{{tool_name}} {{status}}")
            .In(Unit.PerSecond).Between(0).WhenEmpty("no tool").Colored(Limit.Neutral).Wide(9),
        TimeSeries(
                "Tool duration p95",
                "95 % of the calls of each tool took at most this long. Dots are single calls: click one to open its trace.",
                "the reader of a streamed answer waits meanwhile: a slow tool is a pause in the middle of an answer.")
            .AsksWithExemplars(
                """histogram_quantile(0.95, sum by (tool_name, le) (rate(tta_tool_duration_seconds_bucket{workflow_name=~"$workflow"}[$__rate_interval]))) >= 0""",
                "{{tool_name}}")
            .In(Unit.Seconds).Between(0).WhenEmpty("no tool").Colored(Limit.Good, (1, Limit.Warning), (2.5, Limit.Bad)).Wide(8).LinksTo(Link.ToTraces),
        TimeSeries(
                "Answers without the shape asked for",
                "Answers per second that were no JSON, or JSON of another shape, by model. Each was asked for again, and paid for twice.",
                "a model that misses often: a simpler type, an example in its instructions, or another model.")
            .Asks(
                """sum by (model, reason) (rate(tta_llm_bad_answers_total{workflow_name=~"$workflow"}[$__rate_interval]))""",
                "{{model}}: {{reason}}")
            .In(Unit.PerSecond).Between(0).WhenEmpty("none").Colored(Limit.Neutral).Wide(7));
}
