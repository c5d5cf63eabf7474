using Tta.Dashboards.Model;
using static Tta.Dashboards.Model.Panels;

namespace Tta.Dashboards.Boards;

/// <summary>All primitives on one page.</summary>
internal static class PrimitivesSummary
{
    public static Board Board { get; } = new(
        "07-primitives-summary",
        "07 Primitives summary",
        "All primitives on one page: how much, how fast, how well.",
        "10s",
        new Section("", Figures, Shares, Details))
    {
        Variables = [Variable.Metrics, Variable.Workflow, Variable.Primitive],
    };

    private static Line Figures => new(
        8,
        Stat(
                "Workflow rate",
                "Workflows that end per second.",
                "at 0 nothing runs: see 08 Infrastructure for a target that is down.")
            .Asks(Ask.WorkflowRate, "workflows").In(Unit.PerSecond, 2).Colored(Limit.Bad, (0.001, Limit.Good)).Wide(5)
            .LinksTo(Link.To("08-infrastructure", "Infrastructure")),
        Gauge(
                "Cache hit rate",
                "Share of cache look-ups of the last five minutes that saved the call behind the cache.",
                "below 50 % for ten minutes LowCacheHitRate fires: check the cache backend on 03, then the keys and the time to live.")
            .AsksNow(Ask.CacheHitRate, "hits").In(Unit.Ratio, 1).Between(0, 1).WhenEmpty("no look-ups")
            .Colored(Limit.Bad, (0.3, Limit.Warning), (0.5, Limit.Good)).Wide(5).LinksTo(Link.To("03-dependencies", "Dependencies")),
        TimeSeries(
                "Duration p50 and p95 of all primitives",
                "Half and 95 % of all executions took at most this long. Dots are single executions: click one to open its trace.",
                "if both rise, everything is slow (load, machine); if only p95 does, one primitive is: see the table below.")
            .AsksWithExemplars("""histogram_quantile(0.95, sum by (le) (rate(tta_execution_duration_seconds_bucket{primitive_name=~"$primitive"}[$__rate_interval]))) >= 0""", "p95")
            .Asks("""histogram_quantile(0.50, sum by (le) (rate(tta_execution_duration_seconds_bucket{primitive_name=~"$primitive"}[$__rate_interval]))) >= 0""", "p50")
            .In(Unit.Seconds).Between(0).Colored(Limit.Good, (1, Limit.Warning), (2.5, Limit.Bad)).Wide(14).LinksTo(Link.ToTraces));

    private static Line Shares => new(
        9,
        TimeSeries(
                "Executions by type",
                "Executions per second, stacked by type of primitive.",
                "a band that vanishes is a step that no longer runs; one that swells without the others is retried or called in a loop.")
            .Asks(Ask.ExecutionsByType, "{{primitive_type}}").In(Unit.PerSecond).Between(0).AsStack().Colored(Limit.Neutral).Wide(9),
        TimeSeries(
                "Cache operations",
                "Hits per second by cache; misses, evictions and errors by cache and level.",
                "errors: the level is down (03); evictions that match the misses: the cache is too small; misses alone: it is cold, or its key never repeats.")
            .Asks("""sum by (cache_name) (rate(tta_cache_operations_total{operation="hit"}[$__rate_interval]))""", "{{cache_name}} hit")
            .Asks(
                """sum by (cache_name, backend, operation) (rate(tta_cache_operations_total{operation!="hit"}[$__rate_interval])) > 0""",
                "{{cache_name}} {{backend}} {{operation}}")
            .In(Unit.PerSecond).Between(0).Colored(Limit.Neutral).Wide(9).LinksTo(Link.To("03-dependencies", "Dependencies")),
        Pie(
                "Executions by primitive",
                "Who does the work: executions over the chosen time range.",
                "a primitive with far more than its share runs in a loop or is retried: drill into it.")
            .AsksNow("""topk(12, sum by (primitive_name) (increase(tta_primitive_executions_total{primitive_name=~"$primitive"}[$__range])))""", "{{primitive_name}}")
            .In(Unit.Count, 0).Colored(Limit.Neutral).Wide(6).LinksTo(Link.ToPrimitive));

    private static Line Details => new(
        10,
        Heatmap(
                "Workflow durations",
                "Time runs to the right, durations upwards; the darker, the more runs took that long.",
                "a second band above the first is a path that is slow: a cache miss, a retry, another model. Drill down on 02.")
            .AsksForBuckets("""sum by (le) (increase(tta_workflow_duration_seconds_bucket{workflow_name=~"$workflow"}[$__rate_interval]))""")
            .In(Unit.Seconds).Colored(Limit.Neutral).Wide(11).LinksTo(Link.ToTraces),
        Table(
                "Key figures by primitive",
                "Executions per second, errors per second and p95 of each primitive, over the last five minutes.",
                "sort by errors or p95 and drill into the first row.")
            .AsksForRows("""sum by (primitive_type, primitive_name) (rate(tta:primitive_executions_total{primitive_name=~"$primitive"}[5m]))""")
            .AsksForRows("""sum by (primitive_type, primitive_name) (rate(tta:primitive_errors_total{primitive_name=~"$primitive"}[5m]))""")
            .AsksForRows(Ask.P95ByPrimitive)
            .In(Unit.PerSecond, 2).Colored(Limit.Good, (1, Limit.Warning)).TopBy("p95", 100).Wide(13).Shows(
                new Column("primitive_name", "Primitive")
                {
                    Links =
                    [
                        Link.To(
                            "02-primitive-drilldown",
                            "Drill into ${__value.raw}",
                            "var-primitive=${__value.raw}&var-tags=primitive.name%3D${__value.raw}"),
                    ],
                },
                new Column("primitive_type", "Type"),
                new Column("Value #A", "Per second") { Unit = Unit.PerSecond },
                new Column("Value #B", "Errors per second")
                {
                    Unit = Unit.PerSecond,
                    Limits = [new(null, Limit.Good), new(0.000001, Limit.Warning), new(1, Limit.Bad)],
                },
                new Column("Value #C", "p95")
                {
                    Unit = Unit.Seconds,
                    Limits = [new(null, Limit.Good), new(1, Limit.Warning), new(2.5, Limit.Bad)],
                }));
}
