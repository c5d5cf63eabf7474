using System.Text.Json;
using Tta.Observatory.Tests.Logs.Support;
using Tta.Observatory.Tests.Mcp.Support;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Prometheus;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Mcp;

/// <summary>Steps, comparisons, reasons, costs: of the same runs as in <see cref="RunToolTests"/>.</summary>
public sealed class AnswerToolTests : IAsyncLifetime
{
    private McpHarness _mcp = null!;

    public async ValueTask InitializeAsync() => _mcp = await McpHarness.StartAsync(spans: WorkflowRuns.All());

    public ValueTask DisposeAsync() => _mcp.DisposeAsync();

    [Fact]
    public async Task A_step_says_its_attributes_but_not_what_was_said_to_the_model()
    {
        var answer = await _mcp.AskAsync("get_step", ("run_id", $"{WorkflowRuns.Translation(1):x}"), ("steps", (string[])["1.2.1", "0000000000000003"]));

        Assert.Equal(["1.2.1", "1.2"], answer.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("path").GetString()!));
        var call = answer.GetProperty("steps")[0];
        Assert.Equal("1000", call.GetProperty("attributes").GetProperty("gen_ai.usage.input_tokens").GetString());
        Assert.Equal((70, 200), (call.GetProperty("after_ms").GetDouble(), call.GetProperty("ms").GetDouble()));
        Assert.DoesNotContain("my secret", answer.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("1 attributes or events with captured prompts", answer.GetProperty("notes")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_said_to_the_model_is_answered_where_the_setting_asks_for_it()
    {
        await using var open = await McpHarness.StartAsync(new() { ["Mcp:Messages"] = "true" }, WorkflowRuns.All());

        var answer = await open.AskAsync("get_step", ("run_id", $"{WorkflowRuns.Translation(1):x}"), ("steps", "1.2.1"));

        Assert.Contains("my secret", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_steps_those_that_failed_are_answered_with_their_logs()
    {
        var record = new Proto().Fixed64(1, 1772366400000000000 + (14 * 60_000_000_000UL)).Varint(2, 17).Message(5, Proto.AnyValue("no stock left"))
            .Bytes(9, TestSpan.TraceBytes(WorkflowRuns.Order(14))).Bytes(10, TestSpan.SpanBytes(4));
        var log = OtlpLog.Request("engine", record);
        using (var sent = await _mcp.Observatory.ExportAsync(log, "/v1/logs"))
        {
            sent.EnsureSuccessStatusCode();
        }

        var answer = await _mcp.AskAsync("get_step", ("run_id", $"{WorkflowRuns.Order(14):x}"));

        Assert.Equal(["1.2", "1"], answer.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("path").GetString()!));
        Assert.Equal("reserve_stock: OutOfStock", answer.GetProperty("steps")[0].GetProperty("reason").GetString());
        Assert.Equal("no stock left", Assert.Single(answer.GetProperty("logs").EnumerateArray()).GetProperty("body").GetString());
        var found = await _mcp.AskAsync("search_logs", ("run_id", $"{WorkflowRuns.Order(14):x}"), ("text", "STOCK"), ("level", "warn"));
        Assert.Equal(1, found.GetProperty("total").GetInt32());
        Assert.Contains("nearest: engine", await _mcp.RefusedAsync("search_logs", ("service", "engin")), StringComparison.Ordinal);
        Assert.Equal(0, (await _mcp.AskAsync("search_logs", ("text", "(a+)+$"))).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Two_runs_are_compared_by_step_with_the_largest_difference_first()
    {
        var answer = await _mcp.AskAsync("compare_runs", ("a", $"{WorkflowRuns.Translation(9):x}"), ("b", $"{WorkflowRuns.Translation(10):x}"));

        var most = answer.GetProperty("steps")[0];
        Assert.Equal("translate", most.GetProperty("step").GetString());
        Assert.Equal((220, 2020, 1800), (most.GetProperty("self_ms_a").GetDouble(), most.GetProperty("self_ms_b").GetDouble(), most.GetProperty("self_ms_delta").GetDouble()));
        Assert.Contains("/compare?a=", answer.GetProperty("link").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_framework_knows_counts_for_the_step_that_it_is_a_part_of()
    {
        var root = WorkflowRuns.Root(0x9000, 25, "nested", 1000, ("Refused", "no"));
        var call = WorkflowRuns.Call(root, 3, 2, "acme", "big", 20, 900, 10, 10);
        await _mcp.Observatory.StoreAsync(
            root, WorkflowRuns.Step(root, 2, 1, "write", 10, 950), call, call with { Id = 4, Parent = 3, Name = "POST /v1/chat", Attributes = [("gen_ai.provider.name", "acme")], Status = 2, Duration = TimeSpan.FromMilliseconds(880) });

        var run = await _mcp.AskAsync("get_run", ("run_id", "9000"));
        var compared = await _mcp.AskAsync("compare_runs", ("a", "9000"), ("b", "1001"));

        Assert.Equal("write", run.GetProperty("failed_step").GetString());
        var write = compared.GetProperty("steps").EnumerateArray().First(s => s.GetProperty("step").GetString() == "write");
        Assert.Equal((950, 2, false), (write.GetProperty("self_ms_a").GetDouble(), write.GetProperty("spans_a").GetDouble(), write.TryGetProperty("errors_a", out _)));
        Assert.DoesNotContain("POST /v1/chat", compared.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_is_compared_with_itself_in_another_time()
    {
        var answer = await _mcp.AskAsync(
            "compare_runs", ("workflow", "translation"), ("since", "12:20"), ("baseline_since", "12:00"), ("baseline_until", "12:09:30"));

        Assert.Equal((10, 5), (answer.GetProperty("a").GetProperty("runs").GetInt32(), answer.GetProperty("b").GetProperty("runs").GetInt32()));
        Assert.Equal((300, 700), (answer.GetProperty("a").GetProperty("mean_ms").GetDouble(), answer.GetProperty("b").GetProperty("mean_ms").GetDouble()));
        var most = answer.GetProperty("steps")[0];
        Assert.Equal(("translate", 400), (most.GetProperty("step").GetString(), most.GetProperty("self_ms_delta").GetDouble()));
        Assert.Equal((0.015, 0.025, 0.01), (most.GetProperty("cost_usd_a").GetDouble(), most.GetProperty("cost_usd_b").GetDouble(), most.GetProperty("cost_usd_delta").GetDouble()));
    }

    [Fact]
    public async Task The_reasons_of_failures_are_counted_with_their_step_and_examples()
    {
        var answer = await _mcp.AskAsync("group_errors", ("workflow", "news_digest"));

        Assert.Equal((6, 5), (answer.GetProperty("runs").GetInt32(), answer.GetProperty("failed").GetInt32()));
        var most = answer.GetProperty("reasons")[0];
        Assert.Equal(("RateLimited", 4), (most.GetProperty("error").GetString(), most.GetProperty("count").GetInt32()));
        Assert.Equal(0.6667, most.GetProperty("share_of_runs").GetDouble());
        Assert.Equal("summarise", most.GetProperty("steps")[0].GetProperty("step").GetString());
        Assert.Equal(("2026-03-01T12:03:00.000Z", "2026-03-01T12:12:00.000Z"), (most.GetProperty("first_seen").GetString(), most.GetProperty("last_seen").GetString()));
        Assert.Equal($"{WorkflowRuns.Digest(12):x16}", most.GetProperty("examples")[0].GetString());
        var page = await _mcp.Observatory.Http.GetStringAsync(answer.GetProperty("link").GetString());
        Assert.Contains("<td>RateLimited</td><td>news_digest</td><td class=\"n\">4</td>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workflow", "translation", 0.290)]
    [InlineData("model", "big", 0.326)]
    [InlineData("provider", "openai", 0.0255)]
    [InlineData("step", "order_fulfilment/confirm", 0.036)]
    public async Task Costs_are_added_up_by_what_is_asked_for(string by, string key, double expected)
    {
        var answer = await _mcp.AskAsync("costs", ("by", by));

        Assert.Equal(expected, RowOf(answer, key).GetProperty("cost_usd").GetDouble());
        Assert.Equal(0.3515, answer.GetProperty("cost_usd").GetDouble());
        Assert.Equal("homemade", answer.GetProperty("unpriced")[0].GetProperty("model").GetString());
    }

    [Fact]
    public async Task Costs_of_a_workflow_are_told_by_model_and_for_each_success()
    {
        var answer = await _mcp.AskAsync("costs", ("workflow", "order_fulfilment"), ("by", "model"), ("since", "today"));

        Assert.Equal((8, 6), (answer.GetProperty("runs").GetInt32(), answer.GetProperty("successes").GetInt32()));
        Assert.Equal(0.010, answer.GetProperty("cost_per_success_usd").GetDouble());
        Assert.Equal((0.006, 0.004), (RowOf(answer, "big").GetProperty("cost_per_success_usd").GetDouble(), RowOf(answer, "small").GetProperty("cost_per_success_usd").GetDouble()));
    }

    [Fact]
    public async Task Metrics_are_found_by_words_and_asked_in_PromQL()
    {
        _mcp.Prometheus
            .On("label/__name__/values", FakePrometheus.Success("""["cost_dollars_total","runs_total","run_seconds_bucket","run_seconds_count","job:cost:rate5m"]"""))
            .On("/metadata", FakePrometheus.Success("""{"cost_dollars_total":[{"type":"counter","help":"US dollars spent.","unit":""}],"run_seconds":[{"type":"histogram","help":"How long runs took.","unit":"seconds"}]}"""))
            .On("/rules", FakePrometheus.Success("""{"groups":[{"rules":[{"type":"recording","name":"job:cost:rate5m","query":"sum(rate(cost_dollars_total[5m]))"}]}]}"""))
            .On("/labels", FakePrometheus.Success("""["__name__","model"]"""))
            .OnQuery("topk", FakePrometheus.Vector(("\"model\":\"big\"", 2.5), ("\"model\":\"small\"", 1)));

        var found = await _mcp.AskAsync("find_metrics", ("text", "cost"));
        var value = await _mcp.AskAsync("query_metrics", ("query", "topk(2, cost_dollars_total)"));

        Assert.Equal(["job:cost:rate5m", "cost_dollars_total"], found.GetProperty("metrics").EnumerateArray().Select(m => m.GetProperty("metric").GetString()!));
        Assert.Equal("sum(rate(cost_dollars_total[5m]))", found.GetProperty("metrics")[0].GetProperty("rule").GetString());
        Assert.Equal(("counter", "dollars", "US dollars spent."), Metric(found.GetProperty("metrics")[1]));
        Assert.Equal("model", found.GetProperty("metrics")[1].GetProperty("labels")[0].GetString());
        Assert.Equal("run_seconds", Assert.Single((await _mcp.AskAsync("find_metrics", ("text", "long"))).GetProperty("metrics").EnumerateArray()).GetProperty("metric").GetString());
        Assert.Equal("2.5", value.GetProperty("series")[0].GetProperty("value").GetString());
        Assert.Contains("nearest: ", await _mcp.RefusedAsync("find_metrics", ("text", "zzz")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_over_a_time_sums_up_each_series()
    {
        _mcp.Prometheus.On("query_range", FakePrometheus.Matrix(("\"a\":\"b\"", [(1772366400, "1"), (1772366460, "3"), (1772366520, "NaN")])));

        var answer = await _mcp.AskAsync("query_metrics", ("query", "x"), ("since", "-30m"), ("points", 11));

        Assert.Equal(180, answer.GetProperty("step_seconds").GetDouble());
        var series = answer.GetProperty("series")[0];
        Assert.Equal(("1", "3", "2", "NaN"), (series.GetProperty("min").GetString(), series.GetProperty("max").GetString(), series.GetProperty("mean").GetString(), series.GetProperty("last").GetString()));
        Assert.Equal("12:01:00 3", series.GetProperty("points")[1].GetString());
    }

    [Fact]
    public async Task Alerts_come_with_their_value_and_what_the_runbook_says()
    {
        using var folder = new TemporaryDirectory();
        var runbook = Path.Combine(folder.Path, "runbook.md");
        await File.WriteAllTextAsync(runbook, "# Runbook\n\n## Slow\n\nother\n\n## Too Dear!\n\nLook at costs.\n\n## Last\n");
        await using var mcp = await McpHarness.StartAsync(new() { ["Mcp:Runbook"] = runbook });
        mcp.Prometheus.On("/targets", FakePrometheus.Success("""{"activeTargets":[{"labels":{"job":"j","instance":"i"},"health":"up"}]}""")).On("/alerts", FakePrometheus.Success("""
            {"alerts":[{"labels":{"alertname":"Slow","severity":"warning"},"annotations":{},"state":"pending","value":"1e+00"},
            {"labels":{"alertname":"TooDear","severity":"critical","model":"big"},"annotations":{"summary":"$3 an hour","runbook_url":"docs/runbook.md#too-dear"},"state":"firing","activeAt":"2026-03-01T12:01:02Z","value":"3.5e+00"}]}
            """));

        var answer = await mcp.AskAsync("list_alerts");
        var overview = await mcp.AskAsync("overview");

        var first = answer.GetProperty("alerts")[0];
        Assert.Equal(("TooDear", 3.5, "2026-03-01T12:01:02Z"), (first.GetProperty("alert").GetString(), first.GetProperty("value").GetDouble(), first.GetProperty("since").GetString()));
        Assert.Equal("Look at costs.", first.GetProperty("runbook").GetString());
        Assert.Equal("big", first.GetProperty("labels").GetProperty("model").GetString());
        Assert.Equal(("Failing", "$3 an hour"), (overview.GetProperty("verdict").GetString(), overview.GetProperty("cause").GetString()));
        Assert.Equal(2, overview.GetProperty("alerts").GetArrayLength());
    }

    [Fact]
    public async Task Objectives_come_with_what_is_left_of_their_budget_and_whether_they_are_met()
    {
        _mcp.Prometheus.OnQuery("slo:objective_ratio", FakePrometheus.Vector(
            ("\"__name__\":\"slo:objective_ratio\",\"slo\":\"success\"", 0.99),
            ("\"__name__\":\"slo:error_budget_remaining_ratio\",\"slo\":\"success\"", 0.4),
            ("\"__name__\":\"slo_compliance\",\"slo\":\"success\"", 0),
            ("\"__name__\":\"slo:objective_ratio\",\"slo\":\"latency\"", 0.95)));

        var objectives = (await _mcp.AskAsync("overview")).GetProperty("objectives").EnumerateArray()
            .ToDictionary(o => o.GetProperty("slo").GetString()!);

        Assert.Equal(0.99, objectives["success"].GetProperty("objective_ratio").GetDouble());
        Assert.Equal(0.4, objectives["success"].GetProperty("budget_remaining_ratio").GetDouble());
        Assert.False(objectives["success"].GetProperty("is_met").GetBoolean());
        Assert.Equal(0.95, objectives["latency"].GetProperty("objective_ratio").GetDouble());
        Assert.False(objectives["latency"].TryGetProperty("is_met", out _));
    }

    private static JsonElement RowOf(JsonElement answer, string key) =>
        answer.GetProperty("costs").EnumerateArray().First(c => c.GetProperty("key").GetString() == key);

    private static (string?, string?, string?) Metric(JsonElement metric) =>
        (metric.GetProperty("type").GetString(), metric.GetProperty("unit").GetString(), metric.GetProperty("answers").GetString());
}
