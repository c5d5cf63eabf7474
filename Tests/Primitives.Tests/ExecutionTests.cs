using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class ExecutionTests
{
    private static readonly WorkflowExecutionOptions Options = new() { SpanName = "demo.workflow_execution", WorkflowType = "content" };

    private static WorkflowContext Context() => new("content_generation") { AgentType = "writer" };

    [Fact]
    public async Task The_root_span_is_the_parent_of_what_runs_inside()
    {
        using var telemetry = new Telemetry();
        await WorkflowExecution.RunAsync(Context(), (c, stop) => Make.Add(1).ExecuteAsync(1, c, stop), Options);

        Activity root = telemetry.Span("demo.workflow_execution");
        Assert.Equal(default, root.ParentSpanId);
        Assert.Equal(root.SpanId, telemetry.Span("primitive.lambda.execute").ParentSpanId);
        Assert.Equal("success", root.GetTagItem("execution.status"));
        Assert.Equal("content_generation", root.GetTagItem("workflow.name"));
        Assert.Equal("writer", root.GetTagItem("agent.type"));
    }

    [Theory]
    [InlineData("writer", "a-1", "writer")]
    [InlineData(null, "a-1", "a-1")]
    [InlineData(null, null, null)]
    public async Task The_root_says_what_it_is_in_the_words_of_the_conventions_and_what_runs_inside_does_not(
        string? agentType, string? agentId, string? name)
    {
        using var telemetry = new Telemetry();
        var context = new WorkflowContext("content_generation") { AgentType = agentType, AgentId = agentId };
        using (WorkflowExecution.Start(context))
        {
            await Make.Add(1).ExecuteAsync(1, context, TestContext.Current.CancellationToken);
        }

        Activity root = telemetry.Span("workflow.execute");
        Assert.Equal("invoke_workflow", root.GetTagItem("gen_ai.operation.name"));
        Assert.Equal("content_generation", root.GetTagItem("gen_ai.workflow.name"));
        Assert.Equal(name, root.GetTagItem("gen_ai.agent.name"));
        Assert.Equal(agentId, root.GetTagItem("gen_ai.agent.id"));
        Assert.DoesNotContain(
            telemetry.Span("primitive.lambda.execute").TagObjects, tag => tag.Key.StartsWith("gen_ai.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_workflow_is_counted_timed_and_no_longer_active()
    {
        using var telemetry = new Telemetry();
        double activeInside = 0;
        await WorkflowExecution.RunAsync(
            Context(), (_, _) => { activeInside = telemetry.Sum("agent.workflows.active"); return new ValueTask<int>(1); }, Options);

        Assert.Equal(1, activeInside);
        Assert.Equal(0, telemetry.Sum("agent.workflows.active", ("workflow_name", "content_generation"), ("agent_type", "writer")));
        Assert.Equal(1, telemetry.Sum(
            "tta.workflow.executions",
            ("workflow_name", "content_generation"), ("workflow_type", "content"), ("status", "success"), ("agent_type", "writer")));
        Assert.Single(telemetry.Of("tta.workflow.duration", ("workflow_name", "content_generation"), ("workflow_type", "content")));
    }

    [Fact]
    public async Task A_failed_workflow_is_recorded_once_and_its_exception_passed_on()
    {
        using var telemetry = new Telemetry();
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => WorkflowExecution.RunAsync(Context(), (c, stop) => Make.Throws().ExecuteAsync(1, c, stop), Options));

        Activity root = telemetry.Span("demo.workflow_execution");
        Assert.Equal(ActivityStatusCode.Error, root.Status);
        Assert.Single(root.Events);
        Assert.Equal("System.InvalidOperationException", root.GetTagItem("error.type"));
        Assert.Equal(1, telemetry.Sum("tta.workflow.executions"));
        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("status", "failed")));
        Assert.Equal(0, telemetry.Sum("agent.workflows.active"));
    }

    [Fact]
    public async Task A_cancelled_workflow_is_not_an_error()
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WorkflowExecution.RunAsync(
            Context(), (c, token) => { stop.Cancel(); return Make.Add(1).ExecuteAsync(1, c, token); }, Options, stop.Token));

        Assert.Equal(ActivityStatusCode.Unset, telemetry.Span("demo.workflow_execution").Status);
        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("status", "cancelled")));
    }

    [Fact]
    public void Only_the_first_verdict_counts_and_none_is_a_failure()
    {
        using var telemetry = new Telemetry();
        using (WorkflowExecution execution = WorkflowExecution.Start(Context(), Options))
        {
            execution.Succeed();
            execution.Fail(new InvalidOperationException());
        }

        using (WorkflowExecution.Start(Context(), Options))
        {
        }

        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("status", "success")));
        Assert.Equal(1, telemetry.Sum("tta.workflow.executions", ("status", "failed")));
        Assert.Equal(2, telemetry.Spans.Count);
    }
}
