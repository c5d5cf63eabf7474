using Tta.Dashboards.Model;
using static Tta.Dashboards.Model.Panels;

namespace Tta.Dashboards.Boards;

/// <summary>Is it working, at a glance?</summary>
internal static class SystemOverview
{
    public static Board Board { get; } = new(
        "01-system-overview",
        "01 System overview",
        "Is it working? Health, speed and money at a glance.",
        "10s",
        new Section("", Strip, Work, Targets, Slow))
    {
        Variables = [Variable.Metrics, Variable.Traces, Variable.Logs],
    };

    private static Line Strip => new(
        4,
        Stat(
                "System",
                "Up while at least half of the workflows of the last two minutes did not fail, whoever's fault invalid input is; unknown while nothing is scraped.",
                "04 Errors says why runs fail, 03 Dependencies which backend or model is down.")
            .AsksNow("tta_system_health_up", "system").In(Unit.State).Says("Down", "Up").WhenEmpty("no metrics")
            .Colored(Limit.Bad, (1, Limit.Good)).Wide(4)
            .LinksTo(Link.To("03-dependencies", "Dependencies"), Link.To("08-infrastructure", "Infrastructure")),
        Gauge(
                "Health score",
                "0 to 100, as good as the weakest part. What users see counts in full; one workflow, a provider, the cache or a target makes it yellow, no worse.",
                "open 04 Errors if the success rate is red as well, 03 Dependencies if it is not.")
            .AsksNow(Ask.Health, "health").In(Unit.Percent, 1).Between(0, 100)
            .Colored(Limit.Bad, (80, Limit.Warning), (95, Limit.Good)).Wide(4).LinksTo(Link.To("04-errors", "Errors")),
        Stat(
                "Success rate",
                "Share of the workflows of the last five minutes that succeeded.",
                "open 04 Errors: it says which error, in which workflow and primitive.")
            .Asks(Ask.SuccessRate, "success").In(Unit.Ratio, 2).WhenEmpty("no traffic")
            .Colored(Limit.Bad, (0.95, Limit.Warning), (0.99, Limit.Good)).Wide(4).LinksTo(Link.To("04-errors", "Errors")),
        Stat(
                "Steps per second",
                "Executions of primitives per second over the last minute, in all workflows.",
                "at 0 nothing runs: see 08 Infrastructure for a target that is down.")
            .Asks(Ask.RequestRate, "requests").In(Unit.PerSecond, 1).Colored(Limit.Bad, (0.001, Limit.Good)).Wide(4)
            .LinksTo(Link.To("08-infrastructure", "Infrastructure")),
        Stat(
                "Cost per hour",
                "What the model calls of the last five minutes would cost in an hour.",
                "open 05 Cost: it says which model, and what would save how much.")
            .Asks(Ask.CostPerHour, "cost").In(Unit.Dollars).WhenEmpty("no priced call")
            .Colored(Limit.Good, (Spending.NearHour, Limit.Warning), (Spending.Hour, Limit.Bad)).Wide(4).LinksTo(Link.To("05-cost-efficiency", "Cost")),
        Stat(
                "Firing alerts",
                "Alerts that are firing now.",
                "Alertmanager lists them; each links to the panel that shows it and to its section of the runbook.")
            .AsksNow("""count(ALERTS{alertstate="firing"}) or vector(0)""", "alerts").In(Unit.Count, 0)
            .Colored(Limit.Good, (1, Limit.Bad)).Wide(4));

    private static Line Work => new(
        8,
        Stat(
                "Workflow executions, last hour",
                "Workflows that ended in the last hour: all, those that succeeded and those that failed.",
                "if Failed is not a small part of Total, open 04 Errors.")
            .AsksNow("round(sum(increase(tta_workflow_executions_total[1h])))", "Total")
            .AsksNow("""round(sum(increase(tta_workflow_executions_total{status="success"}[1h])))""", "Success")
            .AsksNow("""round(sum(increase(tta_workflow_executions_total{status="failed"}[1h]))) or vector(0)""", "Failed")
            .In(Unit.Count, 0).Colored(Limit.Neutral).Wide(7).LinksTo(Link.To("04-errors", "Errors")),
        TimeSeries(
                "Primitive p95 by type",
                "95 % of the executions of each type of primitive took at most this long. Dots are single executions: click one to open its trace.",
                "drill into the type that rises on 02; the dots far above the line are its worst cases.")
            .AsksWithExemplars(
                "histogram_quantile(0.95, sum by (primitive_type, le) (rate(tta_execution_duration_seconds_bucket[$__rate_interval]))) >= 0",
                "{{primitive_type}}")
            .In(Unit.Seconds).Between(0).Colored(Limit.Good, (1, Limit.Warning), (2.5, Limit.Bad)).Wide(9).LinksTo(Link.ToTraces),
        TimeSeries(
                "Workflows under way and turned away",
                "Workflows that run now (right), that end each second, and that were due while every place was taken.",
                "turned away above 0: more arrives than can run, or each takes longer. Nothing ends: nobody asks, or everything hangs.")
            .Asks("sum(rate(tta_workflow_executions_total[5m]))", "end")
            .Asks("sum(rate(tta_workflow_not_started_total[5m]))", "turned away")
            .Asks(Ask.ActiveWorkflows, "under way")
            .In(Unit.PerSecond).Between(0).OnTheRight("under way", Unit.Count).Colored(Limit.Neutral).Wide(8));

    private static Line Targets => new(
        8,
        TimeSeries(
                "Cache hit rate and target",
                "Share of look-ups that were hits, and the share below which LowCacheHitRate fires.",
                "below the target for long: the prompts have changed or the cache backend is down (03 Dependencies).")
            .Asks(Ask.CacheHitRate, "hit rate").Asks("vector(0.5)", "target").In(Unit.Ratio, 1).Between(0, 1)
            .Colored(Limit.Bad, (0.3, Limit.Warning), (0.5, Limit.Good)).Wide(10).LinksTo(Link.To("03-dependencies", "Dependencies")),
        Bars(
                "Objectives met",
                "Whether each service level objective held over the last hour (1) or not (0).",
                "the burn rate beside says how urgent it is: above 14.4 the month's budget is gone in two days.")
            .AsksNow(Ask.SloCompliance, "{{slo}}").In(Unit.State).Between(0, 1).Says("missed", "met")
            .Colored(Limit.Bad, (1, Limit.Good)).Wide(4),
        TimeSeries(
                "Error budget burn rate",
                "How fast each objective's budget for errors is used up: 1 lasts exactly to the end of the period.",
                "above 14.4 act now, above 1 within days: 04 Errors shows what fails.")
            .Asks("""slo:burn_rate{window="1h"}""", "{{slo}}").In(Unit.Count, 1).Between(0)
            .Colored(Limit.Good, (1, Limit.Warning), (14.4, Limit.Bad)).Wide(6).LinksTo(Link.To("04-errors", "Errors")),
        Stat(
                "Saved by the cache per hour",
                "What cache hits save per hour: each saves what its call would have cost.",
                "0 with traffic means that nothing is found in the cache: look at the hit rate beside.")
            .Asks(Ask.SavingsPerHour, "saved").In(Unit.Dollars).WhenEmpty("no hit yet")
            .Colored(Limit.Warning, (0.000001, Limit.Good)).Wide(4).LinksTo(Link.To("05-cost-efficiency", "Cost")));

    private static Line Slow => new(
        9,
        TraceTable(
                "Slowest of the newest 200 runs",
                "The newest 200 workflow runs of the last five minutes, slowest first. With more than 40 runs a minute slower ones may have come before them.",
                "click a trace: the widest span in its waterfall is the step to mend.",
                new TraceSearch("tta-agent-orchestrator", "demo.workflow_execution", "", 200),
                10)
            .Last("5m").Wide(24));
}
