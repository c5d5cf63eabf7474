using System.Text.Json;
using ModelContextProtocol.Protocol;
using Tta.Observatory.Tests.Logs.Support;
using Tta.Observatory.Tests.Mcp.Support;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Prometheus;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Mcp;

/// <summary>
/// What a workflow's author asks, answered by fixed plans of calls over the runs of <see cref="WorkflowRuns"/>: the right answer, how many
/// calls, and no more tokens than docs/agents.md says.
/// </summary>
public sealed class QuestionTests : IAsyncLifetime
{
    private readonly List<CallToolResult> _answers = [];
    private McpHarness _mcp = null!;

    public async ValueTask InitializeAsync()
    {
        _mcp = await McpHarness.StartAsync(spans: WorkflowRuns.All());
        _mcp.Prometheus
            .On("/targets", FakePrometheus.Success("""{"activeTargets":[{"labels":{"job":"j","instance":"i"},"health":"up"}]}"""))
            .On("/alerts", FakePrometheus.Success("""
                {"alerts":[{"labels":{"alertname":"ProviderErrors","severity":"warning","provider":"openai"},"annotations":{"summary":"80 % of openai's calls fail","runbook_url":"docs/runbook.md#providererrors"},"state":"firing","activeAt":"2026-03-01T12:05:00Z","value":"8e-01"}]}
                """))
            .On("label/__name__/values", FakePrometheus.Success("""["agent_cost_dollars_total","agent_runs_total"]"""))
            .On("/metadata", FakePrometheus.Success("""{"agent_cost_dollars_total":[{"type":"counter","help":"US dollars that calls to models cost.","unit":""}]}"""))
            .On("/rules", FakePrometheus.Success("""{"groups":[]}"""))
            .On("/labels", FakePrometheus.Success("""["model"]"""))
            .OnQuery("agent_cost_dollars_total[1h]", FakePrometheus.Vector(("\"model\":\"big\"", 0.326)));
        var log = OtlpLog.Request("engine", new Proto().Fixed64(1, 1772366400000000000 + (14 * 60_000_000_000UL)).Varint(2, 17)
            .Message(5, Proto.AnyValue("reservation refused: no stock of 4711")).Bytes(9, TestSpan.TraceBytes(WorkflowRuns.Order(14))));
        using var sent = await _mcp.Observatory.ExportAsync(log, "/v1/logs");
        sent.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => _mcp.DisposeAsync();

    [Fact]
    public async Task Is_anything_wrong_and_what()
    {
        var answer = await AskAsync("overview");

        Assert.Equal(("Degraded", "80 % of openai's calls fail"), (Text(answer, "verdict"), Text(answer, "cause")));
        Documented("Is anything wrong now, and what?");
    }

    [Fact]
    public async Task Which_workflow_fails_most()
    {
        var answer = await AskAsync("list_runs", ("group", true));

        Assert.Equal(("news_digest", 0.8333), (Text(answer.GetProperty("workflows")[0], "workflow"), answer.GetProperty("workflows")[0].GetProperty("failed_share").GetDouble()));
        Documented("Which workflow fails most?");
    }

    [Fact]
    public async Task Why_do_news_digests_fail()
    {
        var answer = await AskAsync("group_errors", ("workflow", "news_digest"));

        Assert.Equal(["RateLimited", "TimeoutException"], answer.GetProperty("reasons").EnumerateArray().Select(r => Text(r, "error")));
        Assert.Equal(["summarise", "fetch_feeds"], answer.GetProperty("reasons").EnumerateArray().Select(r => Text(r.GetProperty("steps")[0], "step")));
        Documented("Why do news digests fail?");
    }

    [Fact]
    public async Task Since_when_do_orders_fail()
    {
        var answer = await AskAsync("group_errors", ("workflow", "order_fulfilment"));

        Assert.Equal("2026-03-01T12:14:00.000Z", Text(answer.GetProperty("reasons")[0], "first_seen"));
        Documented("Since when do orders fail?");
    }

    [Fact]
    public async Task Which_step_made_translation_slow_at_ten_past_twelve()
    {
        var runs = await AskAsync("list_runs", ("workflow", "translation"), ("since", "12:10"), ("until", "12:11"));
        var run = await AskAsync("get_run", ("run_id", Text(runs.GetProperty("runs")[0], "run_id")));

        var slowest = run.GetProperty("steps").EnumerateArray().MaxBy(s => s.TryGetProperty("critical_ms", out var ms) ? ms.GetDouble() : 0);
        Assert.Equal(("llm.acme.generate", "big", 2000), (Text(slowest, "name"), Text(slowest, "model"), slowest.GetProperty("critical_ms").GetDouble()));
        Assert.Equal("primitive.lambda.execute (translate)", Text(run.GetProperty("steps").EnumerateArray().First(s => Text(s, "path") == "1.2"), "name"));
        Documented("Which step made translation slow at 12:10?");
    }

    [Fact]
    public async Task What_changed_since_the_deploy()
    {
        var answer = await AskAsync("compare_runs", ("workflow", "translation"), ("since", "12:20"), ("baseline_since", "12:00"), ("baseline_until", "12:09:30"));

        var most = answer.GetProperty("steps")[0];
        Assert.Equal(("translate", 400, 0.01), (Text(most, "step"), most.GetProperty("self_ms_delta").GetDouble(), most.GetProperty("cost_usd_delta").GetDouble()));
        Documented("What changed in translation since the deploy at 12:20?");
    }

    [Fact]
    public async Task What_did_order_fulfilment_cost_for_each_success_by_model()
    {
        var answer = await AskAsync("costs", ("workflow", "order_fulfilment"), ("by", "model"), ("since", "today"));

        Assert.Equal(0.010, answer.GetProperty("cost_per_success_usd").GetDouble());
        Assert.Equal([("big", 0.006), ("small", 0.004)], answer.GetProperty("costs").EnumerateArray().Select(c => (Text(c, "key"), c.GetProperty("cost_per_success_usd").GetDouble())));
        Documented("What did order_fulfilment cost per success today, by model?");
    }

    [Fact]
    public async Task Which_step_costs_most()
    {
        var answer = await AskAsync("costs", ("by", "step"));

        Assert.Equal(("translation/translate", 0.29), (Text(answer.GetProperty("costs")[0], "key"), answer.GetProperty("costs")[0].GetProperty("cost_usd").GetDouble()));
        Documented("Which step of all workflows costs most?");
    }

    [Fact]
    public async Task Which_calls_have_no_price()
    {
        var answer = await AskAsync("costs", ("by", "model"));

        Assert.Equal(("homemade", 1), (Text(answer.GetProperty("unpriced")[0], "model"), answer.GetProperty("unpriced")[0].GetProperty("calls").GetInt32()));
        Documented("Which calls have no price?");
    }

    [Fact]
    public async Task What_went_wrong_in_this_order()
    {
        var run = await AskAsync("get_run", ("run_id", $"{WorkflowRuns.Order(14):x16}"));
        var step = await AskAsync("get_step", ("run_id", $"{WorkflowRuns.Order(14):x16}"));

        Assert.Equal(("OutOfStock", "no stock of 4711", "reserve_stock"), (Text(run, "error"), Text(run, "reason"), Text(run, "failed_step")));
        Assert.Equal(("1.2", "reserve_stock: OutOfStock"), (Text(step.GetProperty("steps")[0], "path"), Text(step.GetProperty("steps")[0], "reason")));
        Documented("What went wrong in this order?");
    }

    [Fact]
    public async Task Which_runs_took_longer_than_two_seconds()
    {
        var answer = await AskAsync("list_runs", ("min_duration_ms", 2000), ("sort", "slowest"));

        Assert.Equal([("news_digest", 5000), ("translation", 2100)], answer.GetProperty("runs").EnumerateArray().Select(r => (Text(r, "workflow"), r.GetProperty("duration_ms").GetInt32())));
        Documented("Which runs took longer than two seconds?");
    }

    [Fact]
    public async Task What_did_the_failed_order_log()
    {
        var answer = await AskAsync("search_logs", ("run_id", $"{WorkflowRuns.Order(14):x16}"), ("level", "warn"));

        Assert.Equal("reservation refused: no stock of 4711", Text(Assert.Single(answer.GetProperty("logs").EnumerateArray()), "body"));
        Documented("What did the failed order log?");
    }

    [Fact]
    public async Task How_does_a_slow_translation_differ_from_a_quick_one()
    {
        var answer = await AskAsync("compare_runs", ("a", $"{WorkflowRuns.Translation(9):x16}"), ("b", $"{WorkflowRuns.Translation(10):x16}"));

        Assert.Equal(("translate", 1800), (Text(answer.GetProperty("steps")[0], "step"), answer.GetProperty("steps")[0].GetProperty("self_ms_delta").GetDouble()));
        Documented("How does a slow translation differ from a quick one?");
    }

    [Fact]
    public async Task Which_alert_fires_and_since_when()
    {
        var answer = await AskAsync("list_alerts");

        var alert = Assert.Single(answer.GetProperty("alerts").EnumerateArray());
        Assert.Equal(("ProviderErrors", 0.8, "2026-03-01T12:05:00Z"), (Text(alert, "alert"), alert.GetProperty("value").GetDouble(), Text(alert, "since")));
        Documented("Which alert fires, since when, and what is to be done?");
    }

    [Fact]
    public async Task What_is_spent_in_an_hour()
    {
        var found = await AskAsync("find_metrics", ("text", "cost dollars"));
        var answer = await AskAsync("query_metrics", ("query", $"sum by (model) (increase({Text(found.GetProperty("metrics")[0], "metric")}[1h]))"));

        Assert.Equal("0.326", Text(answer.GetProperty("series")[0], "value"));
        Documented("What is spent in an hour, by model, by the counters?");
    }

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString()!;

    private async Task<JsonElement> AskAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        var result = await _mcp.CallAsync(tool, arguments);
        Assert.True(result.IsError is not true, McpHarness.TextOf(result));
        _answers.Add(result);
        return result.StructuredContent!.Value;
    }

    /// <summary>The page's row of a question: | question | calls | tokens | …</summary>
    private void Documented(string question)
    {
        var tokens = _answers.Sum(McpHarness.Tokens);
        TestContext.Current.TestOutputHelper!.WriteLine($"{question} | {_answers.Count} | {tokens}");
        var row = File.ReadLines(Repository.PathOf("docs/agents.md")).FirstOrDefault(l => l.StartsWith($"| {question} |", StringComparison.Ordinal));
        Assert.True(row is not null, $"docs/agents.md does not have: {question}, {_answers.Count} calls, {tokens} tokens");
        var cells = row.Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal(_answers.Count, cells[2].Count(c => c == '`') / 2);
        Assert.InRange(tokens, 1, int.Parse(cells[3], System.Globalization.CultureInfo.InvariantCulture));
    }
}
