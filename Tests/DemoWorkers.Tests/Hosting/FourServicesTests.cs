using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Tta.DemoWorkers.Tests.CacheLayer;
using Tta.ServiceDefaults.Tests.Otlp;

namespace Tta.DemoWorkers.Tests.Hosting;

/// <summary>The four services in four processes, over a real Redis, sending to a real OTLP endpoint.</summary>
public sealed class FourServicesTests
{
    private const int Workflows = 60;

    [Fact]
    public async Task Together_they_tell_one_consistent_story()
    {
        using var redis = new RedisServer().Start();
        await using var collector = await OtlpCollector.StartAsync();
        using var cache = new WorkerProcess("cache-layer", [.. Telemetry(collector, "tta-cache-layer"), ("ConnectionStrings__cache", redis.ConnectionString)]);
        using var gateway = new WorkerProcess("llm-gateway", [.. Telemetry(collector, "tta-llm-gateway"), ("Demo__LatencyScale", "0.1")]);
        using var engine = new WorkerProcess("workflow-engine",
        [
            .. Telemetry(collector, "tta-workflow-engine"),
            ("services__tta-llm-gateway__http__0", (await gateway.Listening).ToString()),
            ("services__tta-cache-layer__http__0", (await cache.Listening).ToString()),
        ]);
        using var orchestrator = new WorkerProcess("agent-orchestrator",
        [
            .. Telemetry(collector, "tta-agent-orchestrator"),
            ("services__tta-workflow-engine__http__0", (await engine.Listening).ToString()),
            ("Demo__WorkflowsPerSecond", "20"),
            ("Demo__MaxWorkflows", $"{Workflows}"),
        ]);
        using var client = new HttpClient { BaseAddress = await orchestrator.Listening };
        var ledger = await FinishedAsync(client);
        foreach (var process in (WorkerProcess[])[orchestrator, engine, gateway, cache])
        {
            Assert.Equal(0, await process.TerminateAsync());
        }

        Assert.Equal(0, ledger.GetProperty("workflows").GetProperty("unreported").GetInt64());
        AssertTraces(collector, ledger);
        AssertMetrics(collector);
        AssertSums(collector, ledger);
        Assert.DoesNotContain(
            new[] { cache, gateway, engine, orchestrator }.SelectMany(process => process.Output),
            line => line.Contains(RedisServer.Password, StringComparison.Ordinal) || line.Contains("No telemetry", StringComparison.Ordinal));
    }

    private static void AssertTraces(OtlpCollector collector, JsonElement ledger)
    {
        // The test's own questions for the ledger are traces, too.
        var traces = collector.Spans.GroupBy(span => span.TraceId).Where(trace => trace.All(span => span.Name != "GET /ledger")).ToArray();
        Assert.Equal(Workflows, traces.Length);
        foreach (var trace in traces)
        {
            var root = Assert.Single(trace, span => span.ParentId.Length == 0);
            Assert.Equal("demo.workflow_execution", root.Name);
            Assert.Equal("tta-agent-orchestrator", root.Service);
            var ids = trace.Select(span => span.SpanId).ToHashSet();
            Assert.All(trace, span => Assert.True(span.ParentId.Length == 0 || ids.Contains(span.ParentId), span.Name));
        }

        var failed = ledger.GetProperty("workflows").GetProperty("failed").GetInt64();
        Assert.True(failed > 0);
        Assert.Equal(failed, collector.Spans.Count(span => span.Name == "demo.workflow_execution" && span.IsError));
        var calls = ledger.GetProperty("calls").GetInt64();
        Assert.Equal(calls, collector.Spans.Count(span => span.Name.StartsWith("llm.", StringComparison.Ordinal) && span["execution.status"] == "success"));
        var deepest = traces.MaxBy(trace => trace.Count())!;
        Assert.True(deepest.Select(span => span.Service).Distinct().Count() >= 3);
        Assert.True(deepest.Max(span => Depth(span, deepest)) >= 6);
        foreach (var name in (string[])
            ["primitive.sequential.execute", "primitive.sequential.step_0", "cache.memory.lookup", "cache.redis.lookup", "llm.openai.generate",
             "llm.anthropic.generate", "llm.google.generate", "llm.local.generate", "POST /workflows/{kind}", "POST /v1/chat/completions",
             "GET /cache/{key}", "GET", "SETEX"])
        {
            Assert.Contains(collector.Spans, span => span.Name == name);
        }

        Assert.DoesNotContain(collector.Spans, span => span.Attributes.Values.Any(value => value.Contains("v1/traces", StringComparison.Ordinal)));
        Assert.Contains(collector.Spans, span => span["cache.hit"] == "true");
        var modelCall = collector.Spans.First(span => span.Name == "llm.openai.generate");
        Assert.Equal(deepest.Key.Length, modelCall.TraceId.Length);
        Assert.All(
            (string[])["agent.id", "agent.type", "workflow.id", "workflow.name", "correlation.id", "session.id"],
            key => Assert.False(string.IsNullOrEmpty(modelCall[key]), key));
    }

    private static void AssertMetrics(OtlpCollector collector)
    {
        foreach (var name in (string[])
            ["tta.workflow.executions", "tta.workflow.duration", "agent.workflows.active", "tta.primitive.executions", "tta.execution.duration",
             "tta.llm.tokens", "tta.llm.cost.dollars", "tta.cache.operations", "tta.router.decisions", "tta.cache.backend.health.up",
             "tta.cache.memory", "tta.gateway.requests", "http.server.request.duration", "dotnet.process.cpu.time"])
        {
            Assert.True(collector.Metrics.ContainsKey(name), name);
        }

        Assert.Contains("tta.execution.duration", collector.WithExemplar.Keys);
    }

    /// <summary>What the counters say is what the ledger says: nothing is lost, nothing is counted twice.</summary>
    private static void AssertSums(OtlpCollector collector, JsonElement ledger)
    {
        double Sum(string metric, string label = "") => collector.Sums
            .Where(pair => pair.Key.Metric == metric && pair.Key.Labels.Contains(label, StringComparison.Ordinal)).Sum(pair => pair.Value);
        double Usd(string name) => double.Parse(ledger.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
        var workflows = ledger.GetProperty("workflows");
        var tokens = ledger.GetProperty("tokens");

        Assert.Equal(workflows.GetProperty("succeeded").GetInt64(), Sum("tta.workflow.executions", "status=success"));
        Assert.Equal(workflows.GetProperty("failed").GetInt64(), Sum("tta.workflow.executions", "status=failed"));
        Assert.Equal(0, Sum("agent.workflows.active"));
        Assert.Equal(tokens.GetProperty("prompt").GetInt64(), Sum("tta.llm.tokens", "type=prompt"));
        Assert.Equal(tokens.GetProperty("completion").GetInt64(), Sum("tta.llm.tokens", "type=completion"));
        Assert.Equal(Usd("cost_usd"), Sum("tta.llm.cost.dollars"), 1e-9);
        Assert.Equal(Usd("saved_usd"), Sum("tta.cache.savings.dollars"), 1e-9);
        Assert.True(Sum("tta.cache.operations", "operation=hit") > 0);
        Assert.True(Sum("tta.cache.operations", "operation=miss") > 0);
    }

    private static int Depth(OtlpSpan span, IEnumerable<OtlpSpan> trace)
    {
        var depth = 1;
        while (trace.FirstOrDefault(candidate => candidate.SpanId == span.ParentId) is { } parent)
        {
            depth++;
            span = parent;
        }

        return depth;
    }

    private static async Task<JsonElement> FinishedAsync(HttpClient client)
    {
        JsonElement ledger = default;
        await Eventually.True(async () =>
        {
            ledger = await client.GetFromJsonAsync<JsonElement>("/ledger");
            var workflows = ledger.GetProperty("workflows");
            return workflows.GetProperty("succeeded").GetInt64() + workflows.GetProperty("failed").GetInt64() == Workflows;
        }, "all workflows have ended");
        return ledger;
    }

    private static (string, string)[] Telemetry(OtlpCollector collector, string service) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Url),
        ("OTEL_SERVICE_NAME", service),
        ("OTEL_BSP_SCHEDULE_DELAY", "200"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
        ("OTEL_METRICS_EXEMPLAR_FILTER", "trace_based"),
    ];
}
