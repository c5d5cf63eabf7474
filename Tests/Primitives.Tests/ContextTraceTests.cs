using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>The trace of an execution holds together, whatever the ambient span.</summary>
public sealed class ContextTraceTests
{
    [Fact]
    public async Task One_trace_per_workflow_without_any_ambient_span()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        await Make.Add(1).ExecuteAsync(1, context);
        await Make.Add(2).ExecuteAsync(1, context);

        Assert.Null(Activity.Current);
        Assert.Single(telemetry.Spans.Select(s => s.TraceId).Distinct());
        Assert.Equal(telemetry.Spans[0].SpanId, telemetry.Spans[1].ParentSpanId);
    }

    [Fact]
    public async Task Spans_stay_in_the_workflows_trace_where_the_ambient_span_was_lost()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        var outer = new LambdaPrimitive<int, int>("outer", async (int i, WorkflowContext c, CancellationToken _) =>
        {
            Task<int> lost;
            using (ExecutionContext.SuppressFlow())
            {
                lost = Task.Run(() => Make.Add(1, "inner").ExecuteAsync(i, c).AsTask());
            }

            return await lost;
        });
        await outer.ExecuteAsync(1, context);

        Assert.Single(telemetry.Spans.Select(s => s.TraceId).Distinct());
        Assert.Single(telemetry.Spans, s => s.ParentSpanId == default);
    }

    [Fact]
    public async Task A_stranger_as_ambient_span_does_not_tear_the_workflow_apart()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        await Make.Add(1).ExecuteAsync(1, context);
        using (new Activity("poll").Start())
        {
            await Make.Add(2).ExecuteAsync(1, context);
        }

        Assert.Single(telemetry.Spans.Select(s => s.TraceId).Distinct());
    }

    [Fact]
    public async Task A_span_does_not_start_before_its_parent_and_else_when_it_starts()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        DateTime later = DateTime.UtcNow.AddHours(1);
        using (new Activity("clock was set back").SetStartTime(later).Start())
        {
            await Make.Add(1).ExecuteAsync(1, context);
            await Make.Add(1).ExecuteAsync(1, context);
        }

        Assert.All(telemetry.Spans, span => Assert.Equal(later, span.StartTimeUtc));

        DateTime earlier = DateTime.UtcNow.AddHours(-1);
        using (new Activity("request").SetStartTime(earlier).Start())
        {
            await Make.Add(1).ExecuteAsync(1, Make.Context());
        }

        Assert.True(telemetry.Spans[^1].StartTimeUtc > earlier);

        // A stranger is no parent.
        using (new Activity("stranger").SetStartTime(later).Start())
        {
            await Make.Add(1).ExecuteAsync(1, context);
        }

        Assert.True(telemetry.Spans[^1].StartTimeUtc < later);
    }

    [Fact]
    public async Task A_trace_that_nobody_samples_is_no_obstacle()
    {
        using var nobody = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TtaNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.None,
        };
        ActivitySource.AddActivityListener(nobody);
        Assert.Equal(2, await Make.Add(1).ExecuteAsync(1, Make.Context()));
    }

    [Fact]
    public async Task A_child_runs_in_its_parents_trace_under_its_own_id_and_nobody_called_it_from_afar()
    {
        using var telemetry = new Telemetry();
        var parent = new WorkflowContext("outer");
        await Make.Add(1).ExecuteAsync(1, parent);
        WorkflowContext child = parent.CreateChild("inner");
        await Make.Add(1).ExecuteAsync(1, child);

        Assert.Equal(telemetry.Spans[0].SpanId, telemetry.Spans[1].ParentSpanId);
        Assert.Equal([parent.WorkflowId, child.WorkflowId], telemetry.Spans.Select(s => s.GetTagItem("workflow.id")));
        Assert.Equal(["outer", "inner"], telemetry.Spans.Select(s => s.GetTagItem("workflow.name")));
        Assert.Empty(telemetry.Of("tta.primitive.connections"));
    }

    [Fact]
    public async Task A_context_used_for_a_second_execution_begins_a_second_trace()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        for (int i = 0; i < 2; i++)
        {
            await WorkflowExecution.RunAsync(context, (c, stop) => Make.Add(1).ExecuteAsync(1, c, stop));
        }

        Activity[] roots = [.. telemetry.SpansNamed("workflow.execute")];
        Assert.All(roots, root => Assert.Equal(default, root.ParentSpanId));
        Assert.Equal(2, telemetry.Spans.Select(span => span.TraceId).Distinct().Count());
        Assert.Equal(roots.Select(root => root.SpanId), telemetry.SpansNamed("primitive.lambda.execute").Select(span => span.ParentSpanId));
    }

    [Fact]
    public async Task Executions_of_a_context_from_another_process_stay_in_its_trace_and_those_inside_another_in_that()
    {
        using var telemetry = new Telemetry();
        var there = WorkflowContext.Extract(
            name => name == "traceparent" ? "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" : null);
        for (int i = 0; i < 2; i++)
        {
            await WorkflowExecution.RunAsync(there, (c, _) => new ValueTask<int>(1));
        }

        Assert.All(telemetry.Spans, root => Assert.Equal("b7ad6b7169203331", root.ParentSpanId.ToHexString()));

        WorkflowContext context = Make.Context();
        await WorkflowExecution.RunAsync(context, async (c, stop) =>
        {
            await WorkflowExecution.RunAsync(c, (_, _) => new ValueTask<int>(1), null, stop);
            return await WorkflowExecution.RunAsync(c, (_, _) => new ValueTask<int>(1), null, stop);
        });
        Activity[] nested = [.. telemetry.Spans.TakeLast(3)];
        Assert.Equal([nested[2].SpanId, nested[2].SpanId], nested.Take(2).Select(span => span.ParentSpanId));

        // Also where the ambient span does not lead there.
        ActivitySpanId root = default;
        await WorkflowExecution.RunAsync(Make.Context(), async (c, stop) =>
        {
            root = Activity.Current!.SpanId;
            Activity.Current = null;
            await WorkflowExecution.RunAsync(c, (_, _) => new ValueTask<int>(1), null, stop);
            Activity.Current = null;
            return await WorkflowExecution.RunAsync(c, (_, _) => new ValueTask<int>(1), null, stop);
        });
        Assert.Equal([root, root], telemetry.Spans.TakeLast(3).Take(2).Select(span => span.ParentSpanId));
    }
}
