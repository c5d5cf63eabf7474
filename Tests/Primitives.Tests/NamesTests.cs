using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text.RegularExpressions;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>The names that dashboards, rules and people's queries rely on, written out.</summary>
public sealed class NamesTests
{
    [Fact]
    public void Spans_are_named_as_agreed() => Assert.Equal(
        [
            "cache.fill", "cache.{backend}.lookup", "cache.{backend}.store",
            "execute_tool {name}", "llm.{provider}.generate", "primitive.for_each.item_{i}", "primitive.loop.pass_{n}", "primitive.parallel.branch_{i}",
            "primitive.race.runner_{i}", "primitive.router.route_decision",
            "primitive.sequential.step_{i}", "primitive.{type}.execute", "recovery.fallback.fallback_{n}", "recovery.retry.attempt_{n}",
            "recovery.saga.compensate_{i}", "workflow.execute",
        ],
        Constants(typeof(TtaNames.Spans)));

    [Fact]
    public void Attributes_are_named_as_agreed()
    {
        string[] agreed =
        [
            "agent.id", "agent.type", "workflow.id", "workflow.name", "correlation.id", "session.id", "primitive.type", "primitive.name",
            "primitive.action", "step.index", "step.name", "execution.status", "execution.duration_ms", "error.type", "retry.attempt",
            "router.route", "router.reason", "cache.hit", "cache.key", "cache.ttl_seconds", "cache.age_seconds", "cache.savings_usd",
            "llm.provider", "llm.model_name", "llm.model_tier", "llm.temperature", "llm.prompt_tokens", "llm.completion_tokens",
            "llm.cost_usd",
        ];
        string[] further = ["cache.coalesced", "causation.id", "llm.cost_known", "race.lost_usd", "race.winner", "timeout.late", "workflow.deadline"];
        Assert.Equal(agreed.Concat(further).Order(StringComparer.Ordinal), Constants(typeof(TtaNames.Attributes)));
    }

    [Theory]
    [InlineData(typeof(TtaNames.Attributes), "")]
    [InlineData(typeof(TtaNames.GenAi), "gen_ai.")]
    [InlineData(typeof(TtaNames.Spans), "")]
    [InlineData(typeof(TtaNames.Instruments), "tta.")]
    public void A_constant_is_nested_as_its_name_is(Type root, string prefix)
    {
        foreach (FieldInfo field in Fields(root))
        {
            string name = (string)field.GetRawConstantValue()!;
            name = name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;

            // What stands in braces is not a name, and a constant cannot be called as the class around it is.
            string[] segments = [.. Regex.Replace(name, @"[ _]?\{\w+\}", "").Split('.', StringSplitOptions.RemoveEmptyEntries)];
            IEnumerable<string> path = segments.Where((segment, i) => i == 0 || segment != segments[i - 1]);
            string constant = $"{field.DeclaringType!.FullName}+{field.Name}"[(root.FullName!.Length + 1)..].Replace('+', '.');
            Assert.Equal(string.Join('.', path).Replace("_", "", StringComparison.Ordinal), constant, ignoreCase: true);
        }
    }

    [Fact]
    public void Instruments_show_in_Prometheus_as_agreed()
    {
        using var telemetry = new MeterListener();
        var seen = new Dictionary<string, string>();
        telemetry.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == TtaNames.Meter)
            {
                seen[instrument.Name] = Prometheus(instrument);
            }
        };
        telemetry.Start();
        _ = Instruments.Observed;
        _ = Make.Add(1).ExecuteAsync(1, Make.Context());

        Assert.Equal(
            new[]
            {
                "adaptive_circuit_breaker_activations_total", "adaptive_learning_effectiveness", "adaptive_strategies_created_total",
                "adaptive_strategy_success_rate", "agent_workflows_active", "gen_ai_client_operation_duration_seconds",
                "gen_ai_client_operation_time_per_output_chunk_seconds", "gen_ai_client_operation_time_to_first_chunk_seconds",
                "gen_ai_client_token_usage", "tta_budget_decisions_total", "tta_cache_entries", "tta_cache_operations_total", "tta_cache_savings_dollars_total",
                "tta_cache_size_bytes", "tta_cache_unpriced_hits_total", "tta_circuit_breaker_state", "tta_execution_duration_seconds",
                "tta_execution_own_seconds", "tta_fallback_activations_total",
                "tta_llm_bad_answers_total", "tta_llm_calls_active", "tta_llm_cost_dollars_total", "tta_llm_health_up", "tta_llm_latency_seconds", "tta_llm_tokens_total",
                "tta_llm_unpriced_calls_total", "tta_llm_unpriced_tokens_total", "tta_primitive_connections_total", "tta_primitive_errors_total", "tta_primitive_executions_total",
                "tta_race_lost_dollars_total", "tta_race_wins_total", "tta_retry_attempts_total", "tta_router_decisions_total", "tta_timeouts_total", "tta_tool_duration_seconds", "tta_workflow_cost_dollars_total",
                "tta_workflow_duration_seconds", "tta_workflow_executions_total", "tta_workflow_failures_total",
            },
            seen.Values.Order(StringComparer.Ordinal));
        Assert.Equal(Constants(typeof(TtaNames.Instruments)), seen.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Durations_have_the_agreed_buckets()
    {
        double[] agreed =
        [
            0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75,
            1, 1.5, 2, 2.5, 3, 5, 7.5, 10, 15, 20, 30, 60,
        ];
        Assert.Equal(agreed, Instruments.LlmLatency.Advice!.HistogramBucketBoundaries!);

        double[] older = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
        double[] primitives = [.. Instruments.PrimitiveDuration.Advice!.HistogramBucketBoundaries!];
        Assert.Equal(older.Concat([0.075, 0.15, 0.2, 0.35, 0.75, 1.5, 20, 60]).Order(), primitives);

        // However a workflow's durations lie between two boundaries, an interpolated percentile is no more than 18 % wrong.
        double[] workflows = [.. Instruments.WorkflowDuration.Advice!.HistogramBucketBoundaries!];
        Assert.Superset(older.ToHashSet(), workflows.ToHashSet());
        Assert.Equal(workflows.Order(), workflows);
        Assert.All(
            workflows.Zip(workflows.Skip(1)).Where(pair => pair.First >= 0.06 && pair.Second <= 10),
            pair => Assert.InRange(pair.Second / pair.First, 1, 1.18));
    }

    [Fact]
    public void Labels_are_named_as_agreed() => Assert.Equal(
        new[]
        {
            "agent_type", "backend", "cache_name", "cause", "connection_type", "context", "decision", "error_type", "fallback_name", "limit", "model", "operation",
            "outcome", "primitive_name", "primitive_type", "provider", "reason", "route_selected", "router_name", "source_primitive",
            "status", "strategy", "target_primitive", "tool_name", "type", "winner", "workflow_name", "workflow_type",
        },
        Constants(typeof(TtaNames.Labels)));

    private static string Prometheus(Instrument instrument)
    {
        string name = instrument.Name.Replace('.', '_');
        string unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", null => "", _ when instrument.Unit[0] == '{' => "", _ => "?" };
        bool counter = instrument is Counter<long> or Counter<double>;
        return name + unit + (counter ? "_total" : "");
    }

    internal static IEnumerable<string> Constants(Type type) =>
        Fields(type).Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal);

    internal static IEnumerable<FieldInfo> Fields(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static).Concat(type.GetNestedTypes().SelectMany(Fields));
}
