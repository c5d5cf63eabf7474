using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class BaseTests
{
    private static readonly string[] ContextKeys =
        ["agent.id", "agent.type", "workflow.id", "workflow.name", "correlation.id", "session.id"];

    [Fact]
    public async Task An_execution_emits_one_span_one_count_and_one_duration()
    {
        using var telemetry = new Telemetry();
        await Make.Add(1, "add").ExecuteAsync(1, Make.Context());

        Activity span = telemetry.Span("primitive.lambda.execute");
        Assert.Equal("lambda", span.GetTagItem("primitive.type"));
        Assert.Equal("add", span.GetTagItem("primitive.name"));
        Assert.Equal("execute", span.GetTagItem("primitive.action"));
        Assert.Equal("success", span.GetTagItem("execution.status"));
        Assert.Equal(span.Duration.TotalMilliseconds, (double)span.GetTagItem("execution.duration_ms")!, 0.01);
        Assert.Equal(1, telemetry.Sum("tta.primitive.executions", ("primitive_type", "lambda"), ("primitive_name", "add"), ("status", "success")));
        Assert.Equal(span.Duration.TotalSeconds, Assert.Single(telemetry.Of("tta.execution.duration")).Value, 0.00001);
        Assert.Empty(telemetry.Of("tta.primitive.errors"));
    }

    [Fact]
    public async Task The_duration_is_recorded_while_its_span_is_current_so_that_an_exemplar_finds_it()
    {
        using var telemetry = new Telemetry();
        await Make.Add(1).ExecuteAsync(1, Make.Context());
        await Assert.ThrowsAsync<InvalidOperationException>(() => Make.Throws().ExecuteAsync(1, Make.Context()).AsTask());

        Assert.Equal(telemetry.Spans.Select(s => s.SpanId), telemetry.Of("tta.execution.duration").Select(m => m.Current!.SpanId));
    }

    [Fact]
    public async Task Every_span_carries_what_the_context_knows()
    {
        using var telemetry = new Telemetry();
        var context = new WorkflowContext("content_generation")
        {
            WorkflowId = "w-1",
            CorrelationId = "c-1",
            SessionId = "s-1",
            AgentId = "a-1",
            AgentType = "writer",
        };
        await (Make.Add(1) >> Make.Add(2)).ExecuteAsync(1, context);

        string[] expected = ["a-1", "writer", "w-1", "content_generation", "c-1", "s-1"];
        Assert.Equal(5, telemetry.Spans.Count);
        Assert.All(telemetry.Spans, span => Assert.Equal(expected, ContextKeys.Select(span.GetTagItem)));
        Assert.Equal(3, telemetry.Sum("tta.primitive.executions", ("agent_type", "writer")));
    }

    [Fact]
    public async Task What_the_context_does_not_know_is_not_on_the_span()
    {
        using var telemetry = new Telemetry();
        await Make.Add(1).ExecuteAsync(1, new WorkflowContext());

        Assert.DoesNotContain(Assert.Single(telemetry.Spans).TagObjects, tag => tag.Value is null or "");
        Assert.Null(telemetry.Spans[0].GetTagItem("agent.id"));
    }

    [Fact]
    public async Task An_exception_is_recorded_exactly_once_on_each_span_that_it_leaves()
    {
        using var telemetry = new Telemetry();
        SequentialPrimitive<int, int> workflow = Make.Add(1) >> Make.Throws();
        await Assert.ThrowsAsync<InvalidOperationException>(() => workflow.ExecuteAsync(1, Make.Context()).AsTask());

        Activity[] left = [.. telemetry.Spans.Where(s => s.Status == ActivityStatusCode.Error)];
        Assert.Equal(
            ["primitive.lambda.execute", "primitive.sequential.step_1", "primitive.sequential.execute"],
            left.Select(s => s.OperationName));
        Assert.All(left, span =>
        {
            Assert.Equal("exception", Assert.Single(span.Events).Name);
            Assert.Equal("System.InvalidOperationException", span.GetTagItem("error.type"));
            Assert.Equal("failed", span.GetTagItem("execution.status"));
        });
        Assert.Equal(1, telemetry.Sum("tta.primitive.errors", ("primitive_name", "broken"), ("error_type", "System.InvalidOperationException")));
        Assert.Equal(1, telemetry.Sum("tta.primitive.errors", ("primitive_type", "sequential")));
        Assert.Equal(2, telemetry.Sum("tta.primitive.executions", ("status", "failed")));
    }

    [Fact]
    public async Task A_cancellation_by_the_caller_is_not_an_error()
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        Task<int> run = Make.Hangs(started).ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        await started.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);

        Activity span = Assert.Single(telemetry.Spans);
        Assert.Equal(ActivityStatusCode.Unset, span.Status);
        Assert.Empty(span.Events);
        Assert.Equal("cancelled", span.GetTagItem("execution.status"));
        Assert.Equal(1, telemetry.Sum("tta.primitive.executions", ("status", "cancelled")));
        Assert.Empty(telemetry.Of("tta.primitive.errors"));
    }

    [Fact]
    public async Task A_time_out_dressed_as_a_cancellation_is_an_error()
    {
        using var telemetry = new Telemetry();
        var inner = new LambdaPrimitive<int, int>("http", int (int _) => throw new TaskCanceledException("HttpClient.Timeout"));
        await Assert.ThrowsAsync<TaskCanceledException>(() => inner.ExecuteAsync(1, Make.Context()).AsTask());

        Assert.Equal("failed", Assert.Single(telemetry.Spans).GetTagItem("execution.status"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Nothing_runs_when_the_caller_has_cancelled_before(bool observed)
    {
        using var telemetry = new Telemetry(observed, observed);
        bool ran = false;
        var inner = new LambdaPrimitive<int, int>("never", i => { ran = true; return i; });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => inner.ExecuteAsync(1, Make.Context(), new CancellationToken(canceled: true)).AsTask());

        Assert.False(ran);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_a_synchronous_core_throws_is_found_in_the_task(bool observed)
    {
        using var telemetry = new Telemetry(observed, observed);
        ValueTask<int> task = Make.Throws().ExecuteAsync(1, Make.Context());

        Assert.True(task.IsFaulted);
        await Assert.ThrowsAsync<InvalidOperationException>(() => task.AsTask());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Spans_and_metrics_can_be_listened_to_apart(bool spans, bool metrics)
    {
        using var telemetry = new Telemetry(spans, metrics);
        Assert.Equal(4, await (Make.Add(1) >> Make.Add(2)).ExecuteAsync(1, Make.Context()));

        Assert.Equal(spans ? 5 : 0, telemetry.Spans.Count);
        Assert.Equal(metrics ? 3 : 0, telemetry.Sum("tta.primitive.executions"));
    }

    [Fact]
    public async Task The_current_activity_is_the_callers_again_afterwards()
    {
        using var telemetry = new Telemetry();
        using Activity outer = new Activity("outer").Start();
        await Make.Add(1).ExecuteAsync(1, Make.Context());
        Assert.Same(outer, Activity.Current);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Make.Throws().ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Same(outer, Activity.Current);
    }

    [Fact]
    public void A_context_is_required()
    {
        Assert.Throws<ArgumentNullException>(() => { _ = Make.Add(1).ExecuteAsync(1, null!); });
    }

    [Fact]
    public void A_blank_name_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Make.Add(1, " "));
    }
}
