using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using ModelContextProtocol.Protocol;
using Observatory.Mcp.Calls;
using Tta.Observatory.Tests.Mcp.Support;
using Tta.Observatory.Tests.Prometheus;

namespace Tta.Observatory.Tests.Mcp;

/// <summary>The server as a whole: what it says of itself, whom it answers, what it tells of its work.</summary>
public sealed class ServerTests : IAsyncLifetime
{
    private const string Key = "a-key-of-more-than-16-characters";

    private McpHarness _mcp = null!;

    public async ValueTask InitializeAsync() => _mcp = await McpHarness.StartAsync(spans: WorkflowRuns.All());

    public ValueTask DisposeAsync() => _mcp.DisposeAsync();

    [Fact]
    public async Task Its_tools_only_read_and_their_definitions_take_at_most_4000_tokens()
    {
        var tools = (await _mcp.Client.ListToolsAsync()).Select(t => t.ProtocolTool).ToList();

        string[] expected =
            ["compare_runs", "costs", "find_metrics", "get_run", "get_step", "group_errors", "list_alerts", "list_runs", "overview", "query_metrics", "search_logs"];
        Assert.Equal(expected, tools.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.All(tools, tool => Assert.Equal(
            (true, true, false), (tool.Annotations!.ReadOnlyHint, tool.Annotations.IdempotentHint, tool.Annotations.OpenWorldHint)));
        var tokens = JsonSerializer.Serialize(tools, ModelContextProtocol.McpJsonUtilities.DefaultOptions).Length / 4;
        Assert.True(tokens <= 4000, $"the definitions take {tokens} tokens");
        TestContext.Current.TestOutputHelper?.WriteLine($"definitions: {tokens} tokens");
    }

    [Fact]
    public async Task A_person_who_opens_the_address_is_told_what_it_is_for_and_a_client_that_there_is_no_stream()
    {
        using var http = new HttpClient();
        using var page = await http.GetAsync(_mcp.Endpoint);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("Model Context Protocol", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var stream = new HttpRequestMessage(HttpMethod.Get, _mcp.Endpoint) { Headers = { Accept = { new("text/event-stream") } } };
        using var refused = await http.SendAsync(stream);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        Assert.Equal("POST", Assert.Single(refused.Content.Headers.Allow));
    }

    [Fact]
    public async Task An_answer_has_what_its_schema_says()
    {
        var tools = await _mcp.Client.ListToolsAsync();
        var answers = new Dictionary<string, JsonElement>
        {
            ["overview"] = await _mcp.AskAsync("overview"),
            ["list_runs"] = await _mcp.AskAsync("list_runs"),
            ["get_run"] = await _mcp.AskAsync("get_run", ("run_id", "100a")),
            ["get_step"] = await _mcp.AskAsync("get_step", ("run_id", "100a")),
            ["group_errors"] = await _mcp.AskAsync("group_errors"),
            ["costs"] = await _mcp.AskAsync("costs"),
            ["compare_runs"] = await _mcp.AskAsync("compare_runs", ("a", "1001"), ("b", "1002")),
            ["search_logs"] = await _mcp.AskAsync("search_logs"),
        };

        Assert.All(answers, answer => AssertIs(tools.First(t => t.Name == answer.Key).ProtocolTool.OutputSchema!.Value, answer.Value, answer.Key));
    }

    [Fact]
    public async Task The_way_to_a_cause_is_a_prompt()
    {
        var prompt = Assert.Single(await _mcp.Client.ListPromptsAsync());
        var text = Assert.IsType<TextContentBlock>(Assert.Single((await prompt.GetAsync()).Messages).Content).Text;

        Assert.Equal("find_out_why", prompt.Name);
        var documented = await File.ReadAllTextAsync(Repository.PathOf("docs/agents.md"));
        Assert.Contains(text.Trim(), documented, StringComparison.Ordinal);
        foreach (var tool in await _mcp.Client.ListToolsAsync())
        {
            Assert.Contains($"`{tool.Name}`", documented, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://localhost:6274", HttpStatusCode.OK)]
    [InlineData("http://127.0.0.1:15080", HttpStatusCode.OK)]
    public async Task A_page_of_another_site_is_refused(string origin, HttpStatusCode expected) =>
        Assert.Equal(expected, await PostAsync(_mcp, ("Origin", origin)));

    [Fact]
    public async Task What_a_proxy_hands_on_needs_a_key_and_a_name_that_is_pointed_here_is_refused()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(_mcp, ("X-Forwarded-For", "203.0.113.7")));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(_mcp, ("Host", "evil.example")));
    }

    [Fact]
    public async Task With_a_key_only_those_who_have_it_are_answered()
    {
        await using var closed = await McpHarness.StartAsync(new() { ["Mcp:Key"] = Key }, [], new() { ["Authorization"] = $"Bearer {Key}" });

        Assert.Equal(11, (await closed.Client.ListToolsAsync()).Count);
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(closed));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(closed, ("Authorization", $"Bearer {Key}x")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(closed, ("Authorization", $"Bearer {Key}"), ("X-Forwarded-For", "203.0.113.7")));
    }

    [Fact]
    public async Task Calls_are_traces_of_their_own_and_counted_and_no_part_of_what_asked()
    {
        await _mcp.AskAsync("get_run", ("run_id", "100a"));
        await _mcp.RefusedAsync("get_run", ("run_id", "x"));

        JsonElement traces = default;
        await Eventually.True(async () => (traces = await _mcp.Observatory.DataAsync("/api/traces?service=observatory&operation=tools/call%20get_run")).GetArrayLength() == 2);
        var span = traces[0].GetProperty("spans")[0];
        var tags = span.GetProperty("tags").EnumerateArray().GroupBy(t => t.GetProperty("key").GetString()!).ToDictionary(t => t.Key, t => t.First().GetProperty("value").ToString());
        Assert.Equal(("tools/call", "get_run", "server"), (tags["mcp.method.name"], tags["gen_ai.tool.name"], tags["span.kind"]));
        Assert.Single(traces.EnumerateArray(), t => t.GetRawText().Contains("tool_error", StringComparison.Ordinal));
        Assert.Equal(1, _mcp.Observatory.Metric("observatory_mcp_calls_total", ("tool", "get_run"), ("status", "ok")));
        Assert.Equal(1, _mcp.Observatory.Metric("observatory_mcp_calls_total", ("tool", "get_run"), ("status", "error")));
        Assert.Equal(31, (await _mcp.AskAsync("overview")).GetProperty("runs").GetInt32());
        Assert.Equal(4, (await _mcp.AskAsync("get_run", ("run_id", "100a"))).GetProperty("spans").GetInt32());
    }

    [Fact]
    public async Task A_caller_who_leaves_stops_the_work()
    {
        var (asked, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        _mcp.Prometheus.On("api/v1/query", async cancellation =>
        {
            asked.SetResult();
            await using var left = cancellation.Register(stopped.SetResult);
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        });
        using var leave = new CancellationTokenSource();

        var call = _mcp.Client.CallToolAsync("query_metrics", new Dictionary<string, object?> { ["query"] = "up" }, cancellationToken: leave.Token).AsTask();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.True(() => _mcp.Observatory.Metric("observatory_mcp_calls_total", ("tool", "query_metrics"), ("status", "cancelled")) == 1);
    }

    [Fact]
    public async Task Progress_is_told_to_who_asks_for_it()
    {
        var told = new TaskCompletionSource<float?>();
        // The answer waits until the progress has been told: a client listens no longer than that.
        _mcp.Prometheus.On("/targets", async cancellation =>
        {
            await told.Task.WaitAsync(cancellation);
            return FakePrometheus.Answer(FakePrometheus.Success("""{"activeTargets":[]}"""));
        });

        await _mcp.Client.CallToolAsync("overview", new Dictionary<string, object?>(), new Told(value => told.TrySetResult(value.Total)));

        Assert.Equal(31, await told.Task);
    }

    [Fact]
    public async Task More_calls_than_there_is_room_for_are_told_to_come_again()
    {
        var gate = new CallGate(new(), TimeProvider.System);
        using var end = new CancellationTokenSource();
        var calls = Enumerable.Range(0, CallGate.MaxConcurrent + CallGate.MaxWaiting)
            .Select(_ => gate.RunAsync(async c => { await Task.Delay(Timeout.Infinite, c); return 0; }, end.Token)).ToList();

        var refused = await Assert.ThrowsAsync<ToolException>(() => gate.RunAsync(_ => Task.FromResult(0), default));

        Assert.Contains("ask again", refused.Message, StringComparison.Ordinal);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(calls));
        Assert.Equal(7, await gate.RunAsync(_ => Task.FromResult(7), default));
        gate.Dispose();
    }

    [Fact]
    public async Task A_call_that_takes_too_long_is_given_up_and_told_so()
    {
        var asked = new TaskCompletionSource();
        var time = new FakeTimeProvider();
        using var gate = new CallGate(new(), time);
        var call = gate.RunAsync(async c => { asked.SetResult(); await Task.Delay(Timeout.Infinite, c); return 0; }, default);
        await asked.Task;

        time.Advance(CallGate.Limit);

        Assert.Contains("longer than 20 s", (await Assert.ThrowsAsync<ToolException>(() => call)).Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> PostAsync(McpHarness mcp, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, mcp.Endpoint)
        {
            Content = new StringContent("""
                {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-03-26","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}
                """, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await mcp.Observatory.Http.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>As far as our schemas go: types, properties, items and what is required.</summary>
    private static void AssertIs(JsonElement schema, JsonElement value, string where)
    {
        var type = schema.GetProperty("type").GetString();
        Assert.Equal(type, value.ValueKind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ when type == "integer" && value.TryGetInt64(out _) => "integer",
            _ => "number",
        });
        if (schema.TryGetProperty("required", out var required))
        {
            Assert.All(required.EnumerateArray(), name => Assert.True(value.TryGetProperty(name.GetString()!, out _), $"{where} has no {name}"));
        }

        if (schema.TryGetProperty("items", out var items))
        {
            Assert.All(value.EnumerateArray(), item => AssertIs(items, item, $"{where}[]"));
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in value.EnumerateObject().Where(p => where.Contains('.', StringComparison.Ordinal) || p.Name is not ("notes" or "notice") && !p.Name.EndsWith("_left_out", StringComparison.Ordinal)))
            {
                Assert.True(properties.TryGetProperty(property.Name, out var described), $"{where} says nothing of {property.Name}");
                AssertIs(described, property.Value, $"{where}.{property.Name}");
            }
        }
    }

    private sealed class Told(Action<ModelContextProtocol.ProgressNotificationValue> tell) : IProgress<ModelContextProtocol.ProgressNotificationValue>
    {
        public void Report(ModelContextProtocol.ProgressNotificationValue value) => tell(value);
    }
}
