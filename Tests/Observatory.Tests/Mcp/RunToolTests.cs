using System.Text.Json;
using Tta.Observatory.Tests.Mcp.Support;

namespace Tta.Observatory.Tests.Mcp;

/// <summary>Runs, as the SDK's client is told of them: the figures are those of <see cref="WorkflowRuns"/>.</summary>
public sealed class RunToolTests : IAsyncLifetime
{
    private McpHarness _mcp = null!;

    public async ValueTask InitializeAsync() => _mcp = await McpHarness.StartAsync(spans: WorkflowRuns.All());

    public ValueTask DisposeAsync() => _mcp.DisposeAsync();

    [Fact]
    public async Task Overview_has_each_workflow_with_its_runs_failures_durations_and_cost()
    {
        var answer = await _mcp.AskAsync("overview");

        Assert.Equal((31, 7), (answer.GetProperty("runs").GetInt32(), answer.GetProperty("failed").GetInt32()));
        Assert.Equal("2026-03-01T11:30:00Z", answer.GetProperty("since").GetString());
        Assert.Equal("2026-03-01T12:30:00Z", answer.GetProperty("until").GetString());
        Assert.Equal("2026-03-01T12:00:00.000Z", answer.GetProperty("stored_since").GetString());
        var digest = answer.GetProperty("workflows")[0];
        Assert.Equal("news_digest", digest.GetProperty("workflow").GetString());
        Assert.Equal(0.8333, digest.GetProperty("failed_share").GetDouble());
        Assert.Equal("RateLimited", digest.GetProperty("top_error").GetString());
        var translation = Named(answer, "workflows", "translation");
        Assert.Equal((16, 0), (translation.GetProperty("runs").GetInt32(), translation.GetProperty("failed").GetInt32()));
        Assert.Equal((300, 2100, 2100), (translation.GetProperty("p50_ms").GetDouble(), translation.GetProperty("p95_ms").GetDouble(), translation.GetProperty("max_ms").GetDouble()));
        // 11 × (1000 × 10 + 100 × 50) and 5 × (2000 × 10 + 100 × 50) dollars per million.
        Assert.Equal(0.290m, translation.GetProperty("cost_usd").GetDecimal());
    }

    [Fact]
    public async Task The_overview_of_a_time_is_of_that_time_only()
    {
        var answer = await _mcp.AskAsync("overview", ("since", "12:20"), ("until", "12:23"));

        Assert.Equal(3 + 1, answer.GetProperty("runs").GetInt32());
        Assert.EndsWith("/", answer.GetProperty("link").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_are_found_by_what_they_are_and_the_page_counts_the_same()
    {
        var answer = await _mcp.AskAsync("list_runs", ("workflow", "order_fulfilment"), ("status", "failed"), ("since", "-1h"));

        Assert.Equal([WorkflowRuns.Order(16), WorkflowRuns.Order(14)], Ids(answer));
        Assert.Equal((2, 2, false), Counts(answer));
        var run = answer.GetProperty("runs")[0];
        Assert.Equal("OutOfStock", run.GetProperty("error").GetString());
        Assert.Equal("reserve_stock", run.GetProperty("failed_step").GetString());
        Assert.Equal((500, 2000, 200), (run.GetProperty("duration_ms").GetDouble(), run.GetProperty("tokens_in").GetInt64(), run.GetProperty("tokens_out").GetInt64()));
        Assert.Equal(0.003m, run.GetProperty("cost_usd").GetDecimal());
        var page = await _mcp.Observatory.Http.GetStringAsync(answer.GetProperty("link").GetString());
        Assert.Contains("2 runs among the", page, StringComparison.Ordinal);
        Assert.Contains("$0.006000", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("min_duration_ms", 2000, 2)]
    [InlineData("min_cost_usd", 0.02, 5)]
    [InlineData("model", "homemade", 1)]
    [InlineData("reason", "ratelimit", 4)]
    [InlineData("since", "12:20", 5)]
    public async Task A_filter_lets_only_its_runs_pass(string name, object value, int expected) =>
        Assert.Equal(expected, (await _mcp.AskAsync("list_runs", (name, value))).GetProperty("total").GetInt32());

    [Fact]
    public async Task A_list_goes_on_where_it_stopped_and_does_not_move_with_the_clock()
    {
        var first = await _mcp.AskAsync("list_runs", ("limit", 20));
        _mcp.Time.Advance(TimeSpan.FromSeconds(2));
        var second = await _mcp.AskAsync("list_runs", ("limit", 20), ("cursor", first.GetProperty("next").GetString()));

        Assert.Equal((20, 31, true), Counts(first));
        Assert.Equal((11, 11, false), Counts(second));
        Assert.False(second.TryGetProperty("next", out _));
        Assert.Equal(31, Ids(first).Concat(Ids(second)).Distinct().Count());
    }

    [Fact]
    public async Task Runs_are_sorted_and_grouped_as_asked_for()
    {
        var slowest = await _mcp.AskAsync("list_runs", ("sort", "slowest"), ("limit", 1));
        var groups = await _mcp.AskAsync("list_runs", ("group", true));

        Assert.Equal([WorkflowRuns.Digest(15)], Ids(slowest));
        Assert.Equal(["news_digest", "order_fulfilment", "translation", "researcher"], groups.GetProperty("workflows").EnumerateArray().Select(w => w.GetProperty("workflow").GetString()!));
        var orders = Named(groups, "workflows", "order_fulfilment");
        // Eight times 2000 and 200 tokens of the small model, six times 400 and 40 of the big one; six succeeded.
        Assert.Equal(0.060m, orders.GetProperty("cost_usd").GetDecimal());
        Assert.Equal(0.010m, orders.GetProperty("cost_per_success_usd").GetDecimal());
    }

    [Fact]
    public async Task A_run_is_a_line_for_each_step_with_its_critical_path()
    {
        var answer = await _mcp.AskAsync("get_run", ("run_id", $"{WorkflowRuns.Translation(10):x16}"));

        Assert.Equal(["1", "1.1", "1.2", "1.2.1"], answer.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("path").GetString()!));
        var call = answer.GetProperty("steps")[3];
        Assert.Equal(("model call", "big", "gateway"), (call.GetProperty("kind").GetString(), call.GetProperty("model").GetString(), call.GetProperty("service").GetString()));
        Assert.Equal((2000, 2000, 2000), (call.GetProperty("ms").GetDouble(), call.GetProperty("self_ms").GetDouble(), call.GetProperty("critical_ms").GetDouble()));
        Assert.Equal(0.015m, call.GetProperty("cost_usd").GetDecimal());
        Assert.Equal("primitive.lambda.execute (translate)", answer.GetProperty("steps")[2].GetProperty("name").GetString());
        Assert.EndsWith("/trace/000000000000100a", answer.GetProperty("link").GetString(), StringComparison.Ordinal);
        Assert.Equal(2100, answer.GetProperty("steps").EnumerateArray().Sum(s => s.TryGetProperty("critical_ms", out var ms) ? ms.GetDouble() : 0));
    }

    [Fact]
    public async Task Only_what_is_under_a_step_can_be_asked_for()
    {
        var answer = await _mcp.AskAsync("get_run", ("run_id", $"{WorkflowRuns.Translation(10):x16}"), ("under", "1.2"));

        Assert.Equal(["1.2", "1.2.1"], answer.GetProperty("steps").EnumerateArray().Select(s => s.GetProperty("path").GetString()!));
    }

    [Fact]
    public async Task An_unknown_name_is_answered_with_the_nearest()
    {
        var refusal = await _mcp.RefusedAsync("list_runs", ("workflow", "order_fulfillment"));

        Assert.Contains("nearest: order_fulfilment", refusal, StringComparison.Ordinal);
        Assert.Contains("a step is a path of get_run", await _mcp.RefusedAsync("get_run", ("run_id", "1000"), ("under", "9.9")), StringComparison.Ordinal);
        Assert.Contains("is no run's id", await _mcp.RefusedAsync("get_run", ("run_id", "x")), StringComparison.Ordinal);
        Assert.Contains("nothing of 000000000000ffff is stored", await _mcp.RefusedAsync("get_run", ("run_id", "ffff")), StringComparison.Ordinal);
        Assert.Contains("since: 'whenever' is no time", await _mcp.RefusedAsync("overview", ("since", "whenever")), StringComparison.Ordinal);
    }

    internal static JsonElement Named(JsonElement answer, string list, string name) =>
        answer.GetProperty(list).EnumerateArray().First(w => w.EnumerateObject().First().Value.GetString() == name);

    private static IEnumerable<UInt128> Ids(JsonElement answer) =>
        answer.GetProperty("runs").EnumerateArray().Select(r => UInt128.Parse(r.GetProperty("run_id").GetString()!, System.Globalization.NumberStyles.HexNumber, null));

    private static (int Returned, int Total, bool Truncated) Counts(JsonElement answer) =>
        (answer.GetProperty("returned").GetInt32(), answer.GetProperty("total").GetInt32(), answer.GetProperty("truncated").GetBoolean());
}
