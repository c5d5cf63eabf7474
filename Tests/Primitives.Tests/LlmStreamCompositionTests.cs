using System.Diagnostics;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Streams inside the other primitives, and executions that last as long as they do.</summary>
public sealed class LlmStreamCompositionTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly StreamingChatClient _client;
    private readonly LlmStreamingPrimitive _model;

    public LlmStreamCompositionTests()
    {
        _client = new StreamingChatClient(_time);
        _model = new(_client, new LlmOptions { Provider = "p", Model = "m", TimeProvider = _time });
    }

    public void Dispose() => _client.Dispose();

    private static async Task<string> TextAsync(LlmStream stream) => (await stream.ReadAsync(TestContext.Current.CancellationToken)).Text;

    [Fact]
    public async Task As_the_last_step_of_a_sequence_and_by_a_router_it_streams()
    {
        var trim = new LambdaPrimitive<string, string>("trim", text => text.Trim());
        var router = new RouterPrimitive<string, LlmStream>(new() { ["m"] = _model }, (_, _) => "m");
        LlmStream stream = await (trim >> router).ExecuteAsync(" hi ", Make.Context());
        Assert.Null(stream.Response);
        Assert.Equal("one two three", await TextAsync(stream));
        Assert.Equal("hi", _client.Asked);
    }

    [Fact]
    public async Task What_fails_before_its_first_chunk_is_tried_again_and_what_fails_later_is_not()
    {
        _client.FailAt = 0;
        _client.Fails = 1;
        var steady = new RetryPrimitive<string, LlmStream>(_model, new RetryOptions { BaseDelay = TimeSpan.Zero });
        Assert.Equal("one two three", await TextAsync(await steady.ExecuteAsync("hi", Make.Context())));
        Assert.Equal(2, _client.Calls);

        (_client.FailAt, _client.Fails) = (1, 1);
        LlmStream stream = await steady.ExecuteAsync("hi", Make.Context());
        await Assert.ThrowsAsync<HttpRequestException>(() => TextAsync(stream));
        Assert.Equal(3, _client.Calls);
    }

    [Fact]
    public async Task A_fallback_takes_over_before_the_first_chunk()
    {
        using var dead = new StreamingChatClient(_time) { FailAt = 0 };
        var down = new LlmStreamingPrimitive(dead, new LlmOptions { Provider = "p", Model = "down" });
        var safe = new FallbackPrimitive<string, LlmStream>(down, [_model]);
        Assert.Equal("one two three", await TextAsync(await safe.ExecuteAsync("hi", Make.Context())));
    }

    [Fact]
    public async Task A_time_limit_is_for_the_first_chunk()
    {
        using var telemetry = new Telemetry();
        var limited = new TimeoutPrimitive<string, LlmStream>(
            _model, new TimeoutOptions { Limit = TimeSpan.FromSeconds(2), TimeProvider = _time });
        _client.HangAt = 0;
        Task<LlmStream> opening = limited.ExecuteAsync("hi", Make.Context()).AsTask();
        await _client.Hanging.Task;
        _time.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => opening);
        Assert.Equal("timeout", telemetry.Span("llm.p.generate").GetTagItem("error.type"));

        // Once it has come, the rest may take as long as it takes.
        _client.HangAt = null;
        LlmStream stream = await limited.ExecuteAsync("hi", Make.Context());
        _client.PerChunk = TimeSpan.FromMinutes(1);
        Assert.Equal("one two three", await TextAsync(stream));
        Assert.Equal(1, telemetry.Sum("tta.timeouts"));
    }

    [Fact]
    public async Task An_execution_that_streams_lasts_until_the_stream_has_ended_and_knows_what_it_cost()
    {
        using var telemetry = new Telemetry();
        var model = new LlmStreamingPrimitive(
            _client,
            new LlmOptions
            {
                Provider = "p",
                Model = "m",
                Prices = JsonPriceTable.Parse(
                    """{"prices":[{"provider":"p","model":"m","prompt_per_million":1,"completion_per_million":2}]}"""),
            });
        string text = "";
        await foreach (ChatResponseUpdate chunk in WorkflowExecution.StreamAsync(
            new WorkflowContext("chat"), (c, stop) => model.ExecuteAsync("hi", c, stop), null, TestContext.Current.CancellationToken))
        {
            Assert.Empty(telemetry.SpansNamed("workflow.execute"));
            text += chunk.Text;
        }

        Assert.Equal("one two three", text);
        Activity root = telemetry.Span("workflow.execute");
        Assert.Equal("success", root.GetTagItem("execution.status"));
        Assert.Single(telemetry.Spans.Select(span => span.TraceId).Distinct());
        Assert.Equal(0.002, telemetry.Sum("tta.workflow.cost.dollars", ("workflow_name", "chat")), 1e-12);
        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("workflow_name", "chat"), ("status", "success")));
    }

    [Theory]
    [InlineData(null, "cancelled")]
    [InlineData(0, "failed")]
    [InlineData(1, "failed")]
    public async Task One_whose_reader_stops_is_cancelled_and_one_that_fails_under_way_has_failed(int? failAt, string status)
    {
        using var telemetry = new Telemetry();
        _client.FailAt = failAt;
        async Task ReadAsync()
        {
            await foreach (ChatResponseUpdate chunk in WorkflowExecution.StreamAsync(
                new WorkflowContext("chat"), (c, stop) => _model.ExecuteAsync("hi", c, stop), null, TestContext.Current.CancellationToken))
            {
                if (failAt is null)
                {
                    break;
                }
            }
        }

        Exception? thrown = await Record.ExceptionAsync(ReadAsync);
        Assert.Equal(failAt is null, thrown is null);
        Assert.Equal(status, telemetry.Span("workflow.execute").GetTagItem("execution.status"));
        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("workflow_name", "chat"), ("status", status)));
        Assert.Equal(0, telemetry.Sum("agent.workflows.active"));
        Assert.Equal(0, telemetry.Sum("tta.llm.calls.active"));
    }

    [Fact]
    public async Task A_registered_workflow_streams_inside_an_execution_of_its_own()
    {
        using var telemetry = new Telemetry();
        await using ServiceProvider services = new ServiceCollection().AddWorkflow("chat", _ => _model).BuildServiceProvider();
        string text = "";
        await foreach (ChatResponseUpdate chunk in services.GetRequiredService<Workflow<string, LlmStream>>().StreamAsync(
            "hi", cancellationToken: TestContext.Current.CancellationToken))
        {
            text += chunk.Text;
        }

        Assert.Equal("one two three", text);
        Assert.Equal("chat", telemetry.Span("workflow.execute").GetTagItem("workflow.name"));
        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("workflow_name", "chat"), ("status", "success")));
    }

    [Fact]
    public async Task Anything_can_be_streamed_and_the_reader_keeps_its_own_current_activity()
    {
        using var telemetry = new Telemetry();
        using Activity mine = new Activity("mine").Start();
        var texts = new LambdaPrimitive<LlmStream, IAsyncEnumerable<string>>("texts", stream => Texts(stream));
        await foreach (string text in WorkflowExecution.StreamAsync(
            new WorkflowContext("chat"),
            (c, stop) => (_model >> texts).ExecuteAsync("hi", c, stop),
            cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.NotNull(text);
            Assert.Same(mine, Activity.Current);
        }

        Assert.Same(mine, Activity.Current);
        Assert.Throws<ArgumentNullException>(
            "context", () => WorkflowExecution.StreamAsync(null!, (c, stop) => _model.ExecuteAsync("hi", c, stop)));

        static async IAsyncEnumerable<string> Texts(LlmStream stream)
        {
            await foreach (ChatResponseUpdate chunk in stream)
            {
                yield return chunk.Text;
            }
        }
    }
}
