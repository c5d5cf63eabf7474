using System.Net;
using Tta.EndToEnd.Tests.Clients;
using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.Contract;

/// <summary>
/// What a running system must show, whoever started it. Derived classes say how it is started.
/// </summary>
public abstract class ObservabilityContract(IRunningSystem system)
{
    // Data is there in seconds; how long it takes on a machine that does other things is not what is tested.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private const string Orchestrator = "tta-agent-orchestrator";

    [Fact]
    public async Task A_workflow_is_one_linked_trace_across_services()
    {
        using var jaeger = Jaeger();
        var traces = await Eventually.GetAsync(
            () => jaeger.SearchAsync(Orchestrator, "demo.workflow_execution", limit: 100),
            found => found.Any(IsReferenceTrace),
            Patience,
            "a complete trace of the reference workflow");

        var trace = traces.First(IsReferenceTrace);
        var root = Assert.Single(trace.Roots);
        Assert.Equal("demo.workflow_execution", root.Operation);
        Assert.Equal(Orchestrator, root.Service);
        Assert.Empty(trace.Orphans);
        Assert.True(trace.Spans.Count >= 5, trace.ToString());
        Assert.True(trace.Depth >= 6, trace.ToString());
        Assert.True(trace.Services.Count >= 3, trace.ToString());
        Assert.True(trace.Has("primitive.sequential.execute"));
        Assert.True(trace.Spans.Count(span => span.Operation.StartsWith("primitive.sequential.step_", StringComparison.Ordinal)) >= 2);
    }

    [Fact]
    public async Task A_primitive_lies_below_the_step_that_runs_it()
    {
        using var jaeger = Jaeger();
        var trace = await ReferenceTraceAsync(jaeger);

        foreach (var step in trace.Spans.Where(span => span.Operation.StartsWith("primitive.sequential.step_", StringComparison.Ordinal)))
        {
            Assert.Equal("primitive.sequential.execute", trace.ParentOf(step)?.Operation);
            Assert.Contains(trace.Spans, span => span.ParentId == step.Id && span.Operation.EndsWith(".execute", StringComparison.Ordinal));
        }

        var generate = trace.Spans.First(span => IsModelCall(span.Operation));
        Assert.Equal("primitive.llm.execute", trace.ParentOf(generate)?.Operation);
        Assert.Equal("client", generate.Tags["span.kind"]);
    }

    [Fact]
    public async Task A_child_in_the_same_process_lies_within_its_parents_time()
    {
        using var jaeger = Jaeger();
        var trace = await ReferenceTraceAsync(jaeger);

        foreach (var span in trace.Spans)
        {
            var parent = trace.ParentOf(span);
            if (parent?.Service == span.Service)
            {
                // One process, one clock; a tick of rounding to microseconds on each side.
                Assert.True(span.Duration <= parent.Duration + 2, $"{span} ({span.Duration} µs) outlasts {parent} ({parent.Duration} µs)");
                Assert.True(span.Start + 2 >= parent.Start, $"{span} starts before {parent}");
            }
        }
    }

    [Theory]
    [InlineData("primitive.sequential.execute", "primitive.type", "primitive.name", "execution.status", "execution.duration_ms", "workflow.name", "workflow.id", "correlation.id", "agent.id", "agent.type", "session.id")]
    [InlineData("primitive.sequential.step_0", "step.index", "step.name")]
    [InlineData("primitive.router.route_decision", "router.route", "router.reason")]
    [InlineData("cache.redis.lookup", "cache.hit", "cache.key", "cache.ttl_seconds")]
    [InlineData("llm.*.generate", "llm.provider", "llm.model_name", "llm.prompt_tokens", "llm.completion_tokens", "llm.cost_usd", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")]
    public async Task A_span_says_what_it_did(string operation, params string[] attributes)
    {
        using var jaeger = Jaeger();
        var trace = await ReferenceTraceAsync(jaeger);

        var span = trace.Spans.First(one => operation == "llm.*.generate" ? IsPricedModelCall(one) : one.Operation == operation);

        foreach (var attribute in attributes)
        {
            Assert.True(span.Tags.ContainsKey(attribute), $"{span} has no {attribute}; it has {string.Join(", ", span.Tags.Keys)}");
        }
    }

    [Fact]
    public async Task A_cache_miss_is_no_error()
    {
        using var jaeger = Jaeger();
        var traces = await Eventually.GetAsync(
            () => jaeger.SearchAsync("tta-workflow-engine", "cache.redis.lookup", limit: 50, tags: "{\"cache.hit\":\"false\"}"),
            found => found.Any(trace => trace.Spans.Any(IsMiss)),
            Patience,
            "a look-up that missed");

        foreach (var trace in traces)
        {
            var misses = trace.Spans.Where(IsMiss).Select(span => span.Id).ToHashSet();
            Assert.DoesNotContain(trace.Spans, span => span.IsError && (misses.Contains(span.Id) || misses.Contains(span.ParentId ?? "")));
        }

        static bool IsMiss(Span span) => span.Operation == "cache.redis.lookup" && span.Tags.GetValueOrDefault("cache.hit") == "false" && !span.IsError;
    }

    [Fact]
    public async Task A_model_without_a_price_is_visibly_of_unknown_cost()
    {
        using var jaeger = Jaeger();
        var traces = await Eventually.GetAsync(
            () => jaeger.SearchAsync("tta-workflow-engine", "llm.local.generate", limit: 50),
            found => found.Any(trace => trace.Spans.Any(IsUnpricedAnswer)),
            Patience,
            "an answered call of a model without a price");

        var span = traces.SelectMany(trace => trace.Spans).First(IsUnpricedAnswer);
        Assert.False(span.Tags.ContainsKey("llm.cost_usd"));
        Assert.Equal("false", span.Tags["llm.cost_known"]);

        using var prometheus = Prometheus();
        Assert.Empty(await prometheus.QueryAsync("tta_llm_cost_dollars_total{provider=\"local\"}"));

        // A call that a time limit cut off is no error, and has no answer either.
        static bool IsUnpricedAnswer(Span span) => span.Operation == "llm.local.generate" && span.Tags.ContainsKey("llm.completion_tokens");
    }

    [Fact]
    public async Task A_failure_is_recorded_where_it_happened()
    {
        using var jaeger = Jaeger();
        var traces = await Eventually.GetAsync(
            () => jaeger.SearchAsync("tta-workflow-engine", limit: 50, tags: "{\"error\":\"true\"}"),
            found => found.Any(trace => trace.Spans.Any(IsFailedPrimitive)),
            Patience,
            "a trace with a failed primitive");

        var span = traces.SelectMany(trace => trace.Spans).First(IsFailedPrimitive);
        Assert.Equal("ERROR", span.Tags["otel.status_code"]);
        Assert.True(span.Tags.ContainsKey("error.type"));
        Assert.Equal(1, span.Events);

        static bool IsFailedPrimitive(Span span) => span.IsError && span.Operation is not "primitive.sequential.execute" && span.Operation.StartsWith("primitive.", StringComparison.Ordinal)
            && span.Operation.EndsWith(".execute", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_probes_and_telemetry_itself_leave_no_trace()
    {
        using var jaeger = Jaeger();
        await ReferenceTraceAsync(jaeger);

        foreach (var service in await jaeger.ServicesAsync())
        {
            var operations = await jaeger.OperationsAsync(service);
            Assert.DoesNotContain(operations, operation => operation.Contains("/health", StringComparison.Ordinal) || operation.Contains("/alive", StringComparison.Ordinal));

            // What a health check or the watch over Redis asks of it.
            Assert.DoesNotContain("PING", operations);
            Assert.DoesNotContain("INFO", operations);

            var traces = await jaeger.SearchAsync(service, limit: 200);
            Assert.DoesNotContain(traces.SelectMany(trace => trace.Spans), span => span.Tags.GetValueOrDefault("url.full", "").Contains("/v1/traces", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_services_know_what_calls_what()
    {
        using var jaeger = Jaeger();
        var edges = await Eventually.GetAsync(jaeger.DependenciesAsync, found => found.Count >= 3, Patience, "three edges between services");

        Assert.Contains(edges, edge => edge is { Parent: Orchestrator, Child: "tta-workflow-engine", Calls: > 0 });
        Assert.Contains(edges, edge => edge is { Parent: "tta-workflow-engine", Child: "tta-llm-gateway", Calls: > 0 });
        Assert.Contains(edges, edge => edge is { Parent: "tta-workflow-engine", Child: "tta-cache-layer", Calls: > 0 });
    }

    [Theory]
    [InlineData("tta_workflow_executions_total", "workflow_name", "workflow_type", "status", "agent_type")]
    [InlineData("tta_workflow_duration_seconds_bucket", "workflow_name", "workflow_type", "le")]
    [InlineData("agent_workflows_active", "workflow_name", "agent_type")]
    [InlineData("tta_primitive_executions_total", "primitive_type", "primitive_name", "status", "agent_type")]
    [InlineData("tta_execution_duration_seconds_bucket", "primitive_type", "primitive_name", "le")]
    [InlineData("tta_primitive_errors_total", "primitive_type", "primitive_name", "error_type")]
    [InlineData("tta_primitive_connections_total", "source_primitive", "target_primitive", "connection_type")]
    [InlineData("tta_llm_tokens_total", "provider", "model", "type")]
    [InlineData("tta_llm_cost_dollars_total", "provider", "model")]
    [InlineData("tta_llm_latency_seconds_bucket", "provider", "model", "le")]
    [InlineData("tta_llm_health_up", "provider", "model")]
    [InlineData("tta_cache_operations_total", "cache_name", "backend", "operation")]
    [InlineData("tta_cache_savings_dollars_total", "cache_name")]
    [InlineData("tta_cache_entries", "cache_name", "backend")]
    [InlineData("tta_cache_backend_health_up", "backend")]
    [InlineData("tta_cache_memory_bytes", "backend")]
    [InlineData("tta_cache_connections_active", "backend")]
    [InlineData("tta_router_decisions_total", "router_name", "route_selected", "reason")]
    [InlineData("tta_retry_attempts_total", "primitive_name")]
    [InlineData("gen_ai_client_token_usage_bucket", "le")]
    [InlineData("gen_ai_client_operation_duration_seconds_bucket", "le")]
    [InlineData("gen_ai_client_operation_time_to_first_chunk_seconds_bucket", "le")]
    [InlineData("gen_ai_client_operation_time_per_output_chunk_seconds_bucket", "le")]
    public async Task A_core_series_has_data(string series, params string[] labels)
    {
        using var prometheus = Prometheus();
        var samples = await Eventually.GetAsync(() => prometheus.QueryAsync(series), found => found.Count > 0, Patience, $"a sample of {series}");

        foreach (var label in labels)
        {
            Assert.All(samples, sample => Assert.NotEqual("", sample[label]));
        }
    }

    [Fact]
    public async Task Executions_show_at_least_four_primitive_types_and_both_outcomes()
    {
        using var prometheus = Prometheus();
        var types = await Eventually.GetAsync(
            () => prometheus.QueryAsync("sum by (primitive_type) (tta_primitive_executions_total)"), found => found.Count >= 4, Patience, "four primitive types");
        Assert.All(types, type => Assert.True(type.Value > 0, type.ToString()));

        var outcomes = await Eventually.GetAsync(
            () => prometheus.QueryAsync("sum by (status) (tta_primitive_executions_total)"),
            found => new HashSet<string> { "failed", "success" }.IsSubsetOf(found.Select(outcome => outcome["status"])), Patience, "both outcomes");
        Assert.Subset(new HashSet<string> { "failed", "success", "cancelled" }, outcomes.Select(outcome => outcome["status"]).ToHashSet());
    }

    [Fact]
    public async Task The_first_error_of_a_kind_is_a_change_on_the_recorded_counter()
    {
        using var prometheus = Prometheus();
        await Eventually.GetAsync(
            () => prometheus.QueryAsync("last_over_time(tta:primitive_errors_total[1h]) > 0 and min_over_time(tta:primitive_errors_total[1h]) == 0"),
            found => found.Count > 0, TimeSpan.FromSeconds(120), "an error that was recorded as none and then as one");

        // As emitted, it was never 0, and increase() has nothing to tell.
        Assert.Empty(await prometheus.QueryAsync("min_over_time(tta_primitive_errors_total[1h]) == 0"));
    }

    [Fact]
    public async Task An_exemplar_of_a_slow_number_opens_its_trace()
    {
        using var prometheus = Prometheus();
        using var jaeger = Jaeger();
        var ids = await Eventually.GetAsync(
            () => prometheus.ExemplarTraceIdsAsync("tta_execution_duration_seconds_bucket"), found => found.Count > 0, Patience, "an exemplar");

        // The newest may still be on its way to the trace store.
        var trace = await Eventually.GetAsync(() => jaeger.FindAsync(ids[^1]), found => found is { Spans.Count: > 0 }, Patience, $"trace {ids[^1]}");
        Assert.Equal(ids[^1], trace!.Id);
    }

    [Fact]
    public async Task Every_target_is_up()
    {
        using var prometheus = Prometheus();
        var targets = await Eventually.GetAsync(
            prometheus.TargetsAsync, found => found.Count >= 3 && found.All(target => target.Health == "up"), Patience, "every target up");

        Assert.Superset(new HashSet<string> { "prometheus", "tta-primitives", "otel-collector" }, targets.Select(target => target.Job).ToHashSet());
    }

    [Fact]
    public async Task Every_rule_is_healthy_and_the_key_figures_are_recorded()
    {
        using var prometheus = Prometheus();
        var rules = await Eventually.GetAsync(
            prometheus.RulesAsync, found => found.Count > 0 && found.All(rule => rule.Health == "ok"), Patience, "every rule evaluated without an error");
        Assert.Contains(rules, rule => rule.Name == "tta:success_rate_5m");

        var success = await Eventually.GetAsync(
            () => prometheus.ScalarAsync("tta:success_rate_5m"), found => found is not null, TimeSpan.FromSeconds(120), "a recorded success rate");
        Assert.InRange(success!.Value, 0, 1);
    }

    [Theory]
    [InlineData("prometheus", "http", "/graph")]
    [InlineData("jaeger", "ui", "/")]
    [InlineData("grafana", "http", "/")]
    public async Task Every_page_answers(string resource, string binding, string path)
    {
        using var http = new HttpClient { BaseAddress = system.GetEndpoint(resource, binding) };
        using var response = await http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static bool IsReferenceTrace(Trace trace) =>
        trace.Roots.Count == 1 && trace.Orphans.Count == 0 && trace.Services.Count >= 3 && trace.Depth >= 6
        && trace.Roots[0].Tags.GetValueOrDefault("workflow.name") == "content_generation"
        && trace.Has("primitive.sequential.execute") && trace.Has("primitive.sequential.step_0")
        && trace.Has("primitive.router.route_decision") && trace.Has("cache.redis.lookup")
        && trace.Spans.Any(IsPricedModelCall);

    // The price table knows no price for models that run on one's own machine.
    private static bool IsPricedModelCall(Span span) => IsModelCall(span.Operation) && !span.IsError && span.Operation != "llm.local.generate";

    private static bool IsModelCall(string operation) =>
        operation.StartsWith("llm.", StringComparison.Ordinal) && operation.EndsWith(".generate", StringComparison.Ordinal);

    private static async Task<Trace> ReferenceTraceAsync(JaegerClient jaeger)
    {
        var traces = await Eventually.GetAsync(
            () => jaeger.SearchAsync(Orchestrator, "demo.workflow_execution", limit: 100), found => found.Any(IsReferenceTrace), Patience, "a complete trace of the reference workflow");
        return traces.First(IsReferenceTrace);
    }

    private JaegerClient Jaeger() => new(system.GetEndpoint("jaeger", "ui"));

    private PrometheusClient Prometheus() => new(system.GetEndpoint("prometheus", "http"));
}
