using System.Diagnostics;
using Microsoft.Extensions.AI;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>A model's answer in chunks: what its reader gets, and what is measured of it, to its end or as far as it is read.</summary>
public sealed class LlmStreamTests : IDisposable
{
    private const string Prices = """{"prices":[{"provider":"p","model":"m","prompt_per_million":1,"completion_per_million":2}]}""";

    private readonly ManualTime _time = new();
    private readonly LlmOptions _options;
    private readonly StreamingChatClient _client;

    public LlmStreamTests()
    {
        // Told apart whatever other tests had models say that they are.
        SentLabels.Models.Announce("m-dated");
        _options = new()
        {
            Provider = "p",
            Model = "m",
            Name = "answer",
            Prices = JsonPriceTable.Parse(Prices),
            TimeProvider = _time,
        };
        _client = new StreamingChatClient(_time);
    }

    public void Dispose() => _client.Dispose();

    private LlmStreamingPrimitive Model => field ??= new(_client, _options);

    private static async Task<string> ReadAsync(IAsyncEnumerable<ChatResponseUpdate> stream, int chunks = int.MaxValue)
    {
        string text = "";
        await foreach (ChatResponseUpdate chunk in stream)
        {
            text += chunk.Text;
            if (--chunks == 0)
            {
                break;
            }
        }

        return text;
    }

    [Fact]
    public async Task It_is_there_when_its_first_chunk_is_and_ends_with_tokens_and_cost()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        LlmStream stream = await Model.ExecuteAsync("hi", context);

        Assert.Equal(TimeSpan.FromSeconds(1), _time.GetUtcNow() - _client.Started);
        Assert.Null(stream.Response);
        Assert.Empty(telemetry.SpansNamed("llm.p.generate"));
        Assert.Equal("success", telemetry.Span("primitive.llm.execute").GetTagItem("execution.status"));
        Assert.Equal("one two three", await ReadAsync(stream));

        LlmResponse response = stream.Response!;
        Assert.Equal(
            (1000, 500, 0.002m, "stop"), (response.PromptTokens, response.CompletionTokens, response.CostUsd, response.FinishReason));
        Assert.Equal(new UsageSnapshot(1, 0, 1000, 500, 0.002m, 0m), context.Usage.Snapshot());
        Activity call = telemetry.Span("llm.p.generate");
        Assert.Equal(telemetry.Span("primitive.llm.execute").SpanId, call.ParentSpanId);
        Assert.Equal(
            ("success", true, 1.0, 1000L, 0.002, "r-1"),
            (call.GetTagItem("execution.status"), call.GetTagItem("gen_ai.request.stream"),
                call.GetTagItem("gen_ai.response.time_to_first_chunk"),
                call.GetTagItem("gen_ai.usage.input_tokens"), call.GetTagItem("llm.cost_usd"), call.GetTagItem("gen_ai.response.id")));
    }

    [Fact]
    public async Task Its_times_are_measured_by_the_conventions_names_and_as_any_calls()
    {
        using var telemetry = new Telemetry();
        await ReadAsync(await Model.ExecuteAsync("hi", Make.Context()));

        (string, object?)[] labels =
        [
            ("gen_ai.operation.name", "chat"), ("gen_ai.provider.name", "p"),
            ("gen_ai.request.model", "m"), ("gen_ai.response.model", "m-dated"),
        ];
        Assert.Equal([1.0], telemetry.Of("gen_ai.client.operation.time_to_first_chunk", labels).Select(m => m.Value));

        // Two chunks of text after the first, and the one that tells the usage.
        Assert.Equal([0.5, 0.5, 0.5], telemetry.Of("gen_ai.client.operation.time_per_output_chunk", labels).Select(m => m.Value));
        Assert.Equal([2.5], telemetry.Of("gen_ai.client.operation.duration", labels).Select(m => m.Value));
        Assert.Equal([2.5], telemetry.Of("tta.llm.latency", ("provider", "p"), ("model", "m"), ("status", "success")).Select(m => m.Value));
        Assert.Equal(1000, telemetry.Sum("tta.llm.tokens", ("type", "prompt"), ("workflow_name", "content_generation")));
        Assert.Equal(0.002, telemetry.Sum("tta.llm.cost.dollars"), 1e-12);
        Assert.Equal(0, telemetry.Sum("tta.llm.calls.active"));
        Assert.Equal(1, Assert.Single(telemetry.Of("tta.llm.health.up")).Value);
    }

    [Fact]
    public async Task Read_as_a_whole_it_is_what_a_call_without_chunks_returns()
    {
        LlmResponse response = await (await Model.ExecuteAsync("hi", Make.Context())).ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new LlmResponse("one two three", "p", "m-dated", 1000, 500, 0.002m, "stop"), response);
    }

    [Fact]
    public async Task A_reader_that_stops_early_has_cancelled_the_call_which_counts_with_what_was_told_so_far()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        LlmStream stream = await Model.ExecuteAsync("hi", context);
        Assert.Equal("one ", await ReadAsync(stream, chunks: 1));

        Assert.True(_client.Token.IsCancellationRequested);
        Assert.True(_client.Closed);
        Activity call = telemetry.Span("llm.p.generate");
        Assert.Equal(
            ("cancelled", ActivityStatusCode.Unset, false),
            (call.GetTagItem("execution.status"), call.Status, call.GetTagItem("llm.cost_known")));
        Assert.Equal(new UsageSnapshot(1, 1, 0, 0, 0m, 0m), context.Usage.Snapshot());
        Assert.Equal("cancelled", Assert.Single(telemetry.Of("tta.llm.latency")).Labels["status"]);
        Assert.Equal(1, telemetry.Sum("tta.llm.unpriced.calls"));
        Assert.Empty(telemetry.Of("tta.llm.health.up"));
        Assert.Equal(0, telemetry.Sum("tta.llm.calls.active"));
    }

    [Fact]
    public async Task What_the_provider_tells_on_the_way_is_not_lost_with_a_reader_that_stops()
    {
        _client.UsageFirst = true;
        WorkflowContext context = Make.Context();
        await ReadAsync(await Model.ExecuteAsync("hi", context), chunks: 1);
        Assert.Equal(new UsageSnapshot(1, 0, 1000, 500, 0.002m, 0m), context.Usage.Snapshot());
    }

    [Fact]
    public async Task What_is_not_read_at_all_is_ended_by_disposing_of_it_and_that_twice_is_once()
    {
        using var telemetry = new Telemetry();
        LlmStream stream = await Model.ExecuteAsync("hi", Make.Context());
        await stream.DisposeAsync();
        await stream.DisposeAsync();
        Assert.Equal("cancelled", telemetry.Span("llm.p.generate").GetTagItem("execution.status"));
        Assert.Throws<InvalidOperationException>(() => stream.GetAsyncEnumerator(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_is_read_once()
    {
        LlmStream stream = await Model.ExecuteAsync("hi", Make.Context());
        await ReadAsync(stream);
        await Assert.ThrowsAsync<InvalidOperationException>(() => stream.ReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_answer_without_any_chunk_is_an_empty_one()
    {
        using var telemetry = new Telemetry();
        _client.Texts = [];
        _client.Usage = null;
        LlmResponse response = await (await Model.ExecuteAsync("hi", Make.Context())).ReadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("", null), (response.Text, response.CostUsd));
        Assert.Equal("success", telemetry.Span("llm.p.generate").GetTagItem("execution.status"));
        Assert.Empty(telemetry.Of("gen_ai.client.operation.time_to_first_chunk"));
    }

    [Fact]
    public async Task A_failure_before_the_first_chunk_is_the_executions_and_later_the_readers()
    {
        using var telemetry = new Telemetry();
        _client.FailAt = 0;
        await Assert.ThrowsAsync<HttpRequestException>(() => Model.ExecuteAsync("hi", Make.Context()).AsTask());
        Assert.Equal(ActivityStatusCode.Error, telemetry.Span("llm.p.generate").Status);
        Assert.Equal(0, Assert.Single(telemetry.Of("tta.llm.health.up")).Value);

        _client.FailAt = 2;
        WorkflowContext context = Make.Context();
        LlmStream stream = await Model.ExecuteAsync("hi", context);
        await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(stream));
        Assert.Equal("failed", telemetry.SpansNamed("llm.p.generate").Last().GetTagItem("execution.status"));
        Assert.Equal(new UsageSnapshot(1, 1, 0, 0, 0m, 0m), context.Usage.Snapshot());
        Assert.Equal(2, telemetry.Of("gen_ai.client.operation.duration", ("error.type", "System.Net.Http.HttpRequestException")).Count());
        Assert.Equal(0, telemetry.Sum("tta.llm.calls.active"));
    }

    [Fact]
    public async Task A_chunk_that_does_not_come_in_time_ends_it_as_a_time_limit_does()
    {
        using var telemetry = new Telemetry();
        _options.MaxChunkGap = TimeSpan.FromSeconds(3);
        _client.HangAt = 2;
        LlmStream stream = await Model.ExecuteAsync("hi", Make.Context());
        Task<string> reading = ReadAsync(stream);
        await _client.Hanging.Task;
        await Eventually.True(() => _time.ActiveTimers > 0, "the reader waits");
        _time.Advance(TimeSpan.FromSeconds(3));

        WorkflowTimeoutException passed = await Assert.ThrowsAsync<WorkflowTimeoutException>(() => reading);
        Assert.Equal(("answer", TimeSpan.FromSeconds(3)), (passed.Primitive, passed.Limit));
        Assert.Equal(1, telemetry.Sum("tta.timeouts", ("primitive_name", "answer")));
        Assert.Equal("timeout", telemetry.Span("llm.p.generate").GetTagItem("error.type"));
        Assert.Equal(0, Assert.Single(telemetry.Of("tta.llm.health.up")).Value);
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whose_token_is_cancelled_under_way_cancels_the_call(bool readers)
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        _client.HangAt = 1;
        LlmStream stream = await Model.ExecuteAsync("hi", Make.Context(), readers ? default : stop.Token);
        Task<LlmResponse> reading = stream.ReadAsync(readers ? stop.Token : default);
        await _client.Hanging.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Activity call = telemetry.Span("llm.p.generate");
        Assert.Equal(("cancelled", ActivityStatusCode.Unset), (call.GetTagItem("execution.status"), call.Status));
        Assert.Empty(telemetry.Of("tta.llm.health.up"));
    }

    [Fact]
    public void It_cannot_be_cached_and_says_what_can()
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(
            "inner", () => new CachePrimitive<string, LlmStream>(Model, (text, _) => text));
        Assert.Contains("ReadAsync", refused.Message, StringComparison.Ordinal);
    }
}
