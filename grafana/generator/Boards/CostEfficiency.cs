using Tta.Dashboards.Model;
using static Tta.Dashboards.Model.Panels;

namespace Tta.Dashboards.Boards;

/// <summary>What am I spending, on which model, what is saved, and what would save more?</summary>
internal static class CostEfficiency
{
    private const string Cost = """sum by (provider, model) (rate(tta_llm_cost_dollars_total{provider=~"$provider"}[5m]))""";

    // Tokens of priced models only: what an unpriced one costs is unknown, not $0.
    private const string Tokens =
        $"""(sum by (provider, model) (rate(tta_llm_tokens_total[5m])) and on (provider, model) {Cost})""";

    private const string DollarsPerToken = $"({Cost} / ({Tokens} > 0))";

    public static Board Board { get; } = new(
        "05-cost-efficiency",
        "05 Cost and efficiency",
        "What am I spending, on which model, what do cache and routing save, and what would save more?",
        "1m",
        new Section("", Spent, Models, Who, Advice, Budgets, ByWorkflow, Races))
    {
        From = "now-6h",
        Variables = [Variable.Metrics, Variable.Provider, Variable.Budget],
    };

    private static Line Spent => new(
        5,
        Stat(
                "Cost per hour",
                "What the model calls of the last five minutes would cost in an hour. HighLLMCost fires above $100.",
                "Cost by model below says which model; the recommendations say what to change first.")
            .Asks(Ask.CostPerHour, "cost").In(Unit.Dollars).WhenEmpty("no priced call")
            .Colored(Limit.Good, (Spending.NearHour, Limit.Warning), (Spending.Hour, Limit.Bad)).Wide(4),
        Stat(
                "Spent in 24 hours and in 7 days",
                "What was spent on model calls. Shorter, if Prometheus has kept data for less.",
                "compare a seventh of the week with the day: a day far above it is a change worth finding.")
            .AsksNow("sum(increase(tta_llm_cost_dollars_total[1d]))", "24 hours")
            .AsksNow("sum(increase(tta_llm_cost_dollars_total[7d]))", "7 days")
            .In(Unit.Dollars).WhenEmpty("no priced call").Colored(Limit.Neutral).Wide(7),
        Stat(
                "Projected month",
                "A month (730 hours) at the present rate.",
                "above the budget: follow the recommendations from the top.")
            .AsksNow($"730 * {Ask.CostPerHour}", "month").In(Unit.Dollars).WhenEmpty("no priced call")
            .Colored(Limit.Good, (Spending.NearMonth, Limit.Warning), (Spending.Month, Limit.Bad)).Wide(4),
        Gauge(
                "Budget used at this rate",
                "The projected month as a share of the budget above.",
                "above 100 % the budget will not last: follow the recommendations from the top.")
            .AsksNow($"730 * {Ask.CostPerHour} / $budget", "budget").In(Unit.Ratio, 0).Between(0, 1.5).WhenEmpty("no priced call")
            .Colored(Limit.Good, (0.8, Limit.Warning), (1, Limit.Bad)).Wide(5),
        Bars(
                "Models without a price",
                "Calls of the last hour to models that are missing from the price table: what they cost is unknown and counted nowhere.",
                "add the model to prices.json; every figure here is too low until then.")
            .AsksNow("sum by (provider, model) (increase(tta_llm_unpriced_calls_total[1h])) > 0", "{{provider}} {{model}}")
            .In(Unit.Count, 0).Between(0).WhenEmpty("all have one").Colored(Limit.Good, (1, Limit.Warning)).Wide(4));

    private static Line Models => new(
        9,
        Bars(
                "Cost by model",
                "What each model's calls of the last five minutes would cost in an hour, dearest first.",
                "the first bar is where a cheaper model or a cache saves most.")
            .AsksNow($"sort_desc({Ask.CostPerHourByModel})", "{{provider}} {{model}}").In(Unit.Dollars).Between(0).WhenEmpty("no priced call")
            .Colored(Limit.Good, (Spending.NearHour, Limit.Warning), (Spending.Hour, Limit.Bad)).Wide(8),
        TimeSeries(
                "Saved per hour",
                "What cache hits save, and what routing saves against sending every token to the dearest model.",
                "cache savings that fall with the hit rate: see the cache; routing near $0 means that the dearest model gets everything.")
            .Asks(Ask.SavingsPerHour, "cache")
            .Asks($"3600 * (scalar(max({DollarsPerToken})) * sum({Tokens}) - sum({Cost})) >= 0", "router")
            .In(Unit.Dollars).Between(0).WhenEmpty("nothing saved yet").Colored(Limit.Warning, (0.000001, Limit.Good)).Wide(9),
        Bars(
                "Dollars per million tokens",
                "What a million tokens of each model really cost, prompts and answers in the mix that was used.",
                "a model far above the others should get only what needs it: change the router's rules.")
            .AsksNow($"1e6 * {DollarsPerToken}", "{{provider}} {{model}}").In(Unit.Dollars).Between(0).WhenEmpty("no priced call")
            .Colored(Limit.Good, (5, Limit.Warning), (20, Limit.Bad)).Wide(7));

    private static Line Who => new(
        8,
        TimeSeries(
                "Spending now and an hour ago",
                "Cost per hour, what it was an hour ago, and what the budget allows each hour. CostSpike fires at three times the quarter of an hour before.",
                "above an hour ago: the bars beside say which workflow; above the allowed: follow the recommendations from the top.")
            .Asks(Ask.CostPerHour, "now")
            .Asks($"{Ask.CostPerHour} offset 1h", "an hour ago")
            .Asks("0.00137 * vector($budget)", "allowed")
            .In(Unit.Dollars).Between(0).WhenEmpty("no priced call").Colored(Limit.Neutral).Wide(9),
        Bars(
                "Cost by workflow",
                "What the priced calls of each workflow would cost in an hour at the present rate.",
                "the longest bar: is it worth that? Its models are on 02, its cache on 07.")
            .AsksNow("sort_desc(3600 * sum by (workflow_name) (rate(tta_llm_cost_dollars_total[5m])))", "{{workflow_name}}")
            .In(Unit.Dollars).Between(0).WhenEmpty("no priced call")
            .Colored(Limit.Good, (Spending.NearHour, Limit.Warning), (Spending.Hour, Limit.Bad)).Wide(8),
        Bars(
                "Cost by kind of agent",
                "What the workflows of each kind of agent would cost in an hour at the present rate.",
                "a kind of agent that grows without more work to show repeats itself: see its traces.")
            .AsksNow("sort_desc(3600 * sum by (agent_type) (rate(tta_workflow_cost_dollars_total[5m])))", "{{agent_type}}")
            .In(Unit.Dollars).Between(0).WhenEmpty("no priced call")
            .Colored(Limit.Good, (Spending.NearHour, Limit.Warning), (Spending.Hour, Limit.Bad)).Wide(7));

    private static Line ByWorkflow => new(
        8,
        Table(
                "Money by workflow",
                "What the runs of each workflow of the last day cost: each, together, and in tokens. Shorter, if Prometheus has kept data for less.",
                "a workflow far above the others in the price of a run: its steps and models are on 02, its runs one click further in Observatory.")
            .AsksForRows("round(sum by (workflow_name) (increase(tta_workflow_executions_total[1d]))) > 0")
            .AsksForRows(
                "sum by (workflow_name) (increase(tta_llm_cost_dollars_total[1d])) / (sum by (workflow_name) (increase(tta_workflow_executions_total[1d])) > 0)")
            .AsksForRows("sum by (workflow_name) (increase(tta_llm_cost_dollars_total[1d]))")
            .AsksForRows(
                "sum by (workflow_name) (increase(tta_llm_tokens_total[1d])) / (sum by (workflow_name) (increase(tta_workflow_executions_total[1d])) > 0)")
            .In(Unit.Dollars).WhenEmpty("no run yet").Colored(Limit.Neutral).TopBy("In a day", 50).Wide(24).Shows(
                new Column("workflow_name", "Workflow")
                {
                    Links = [Link.To("02-primitive-drilldown", "Steps of ${__value.raw}", "var-workflow=${__value.raw}&var-tags=workflow.name%3D${__value.raw}")],
                },
                new Column("Value #A", "Runs in a day") { Unit = Unit.Count },
                new Column("Value #B", "For each run") { Unit = Unit.Dollars },
                new Column("Value #C", "In a day") { Unit = Unit.Dollars },
                new Column("Value #D", "Tokens for each run") { Unit = Unit.Count }));

    private static Line Advice => new(
        9,
        Table(
                "Recommendations",
                "What would save how much per hour at the present load: cheaper models, fewer cache misses, fewer retries.",
                "start with the first row. The amounts do not add up: a call that is cached needs no cheaper model.")
            .AsksForRows(
                $"""
                sort_desc(sum by (advice, subject) (
                  label_replace(label_join(
                    3600 * ({Cost} - {Tokens} * scalar(min({DollarsPerToken} > 0))),
                    "subject", " ", "provider", "model"), "advice", "Send its calls to the cheapest priced model", "", "")
                  or
                  label_replace(label_replace(
                    1800 * sum by (cache_name) (tta:cache_misses:rate5m) * sum by (cache_name) (rate(tta_cache_savings_dollars_total[5m]))
                      / (sum by (cache_name) (tta:cache_hits:rate5m) > 0),
                    "subject", "$1", "cache_name", "(.*)"), "advice", "Halve the misses of this cache", "", "")
                  or
                  label_replace(label_replace(
                    3600 * sum by (primitive_name) (rate(tta_retry_attempts_total[5m]))
                      * scalar(sum({Cost}) / (sum(rate(tta_llm_latency_seconds_count[5m])) > 0)),
                    "subject", "$1", "primitive_name", "(.*)"), "advice", "Avoid these retries", "", "")
                ) > 0)
                """)
            .In(Unit.Dollars).WhenEmpty("nothing to gain").Colored(Limit.Good, (1, Limit.Warning), (10, Limit.Bad)).Wide(14).TopBy("Saves per hour", 10).Shows(
                new Column("advice", "Do this"),
                new Column("subject", "With"),
                new Column("Value", "Saves per hour")
                {
                    Unit = Unit.Dollars,
                    Limits = [new(null, Limit.Good), new(1, Limit.Warning), new(10, Limit.Bad)],
                }),
        TimeSeries(
                "Cost per workflow run",
                "What one run costs on average, cache hits included, and what one that succeeds does.",
                "it rises without new prompts when the cache stops hitting or the router changes its mind: see 03.")
            .Asks("sum(rate(tta_llm_cost_dollars_total[5m])) / (sum(rate(tta_workflow_executions_total[5m])) > 0)", "per run")
            .Asks(
                """sum(rate(tta_llm_cost_dollars_total[5m])) / (sum(rate(tta_workflow_executions_total{status="success"}[5m])) > 0)""",
                "per successful run")
            .In(Unit.Dollars).Between(0).WhenEmpty("no traffic").Colored(Limit.Good, (0.05, Limit.Warning), (0.5, Limit.Bad)).Wide(10)
            .LinksTo(Link.To("03-dependencies", "Dependencies")));

    private static Line Budgets => new(
        7,
        TimeSeries(
                "Budgets spent",
                "Executions per second that came when their budget was spent, by what the budget did. BudgetExhausted fires when it refuses again and again, or degrades nearly all.",
                "refused is an error for whoever asked, degraded a cheaper answer: see whether a run is dearer than before, or whether there are more of them.")
            .Asks(
                """sum by (primitive_name, decision, limit) (rate(tta_budget_decisions_total{decision!="forgotten"}[$__rate_interval]))""",
                "{{primitive_name}} {{decision}}: {{limit}}")
            .In(Unit.PerSecond).Between(0).WhenEmpty("no budget").Colored(Limit.Neutral).Wide(12),
        TimeSeries(
                "Share that budgets degrade or refuse",
                "Of each budget's executions of the last five minutes, those that came when it was spent.",
                "a share that climbs while Cost per workflow run does, too: each run spends more; alone: more of them come within the budget's window.")
            .Asks(
                """
                sum by (primitive_name) (rate(tta_budget_decisions_total{decision!="forgotten"}[5m]))
                / (sum by (primitive_name) (rate(tta_primitive_executions_total{primitive_type="budget"}[5m])) > 0)
                """,
                "{{primitive_name}}")
            .In(Unit.Ratio, 1).Between(0, 1).WhenEmpty("no budget").Colored(Limit.Good, (0.5, Limit.Warning), (0.8, Limit.Bad)).Wide(12));

    private static Line Races => new(
        6,
        TimeSeries(
                "Races won",
                "Races per second by the runner whose answer was taken.",
                "a runner that never wins costs without use: let it begin later, or leave it out; one that always wins needs no race.")
            .Asks(
                """sum by (primitive_name, winner) (rate(tta_race_wins_total[$__rate_interval]))""",
                "{{primitive_name}}: {{winner}}")
            .In(Unit.PerSecond).Between(0).WhenEmpty("no race").Colored(Limit.Neutral).Wide(12),
        TimeSeries(
                "Lost in races per hour",
                "What the runners whose answers were not taken would cost in an hour, as far as it is known: calls that were cancelled tell no tokens.",
                "near what the workflow itself costs: a longer delay before the second runner, or a milder judge of what is good.")
            .Asks("""3600 * sum by (primitive_name) (rate(tta_race_lost_dollars_total[5m]))""", "{{primitive_name}}")
            .In(Unit.Dollars).Between(0).WhenEmpty("no race").Colored(Limit.Good, (1, Limit.Warning), (10, Limit.Bad)).Wide(12));
}
