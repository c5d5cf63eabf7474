using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>How spans start and end, whatever the primitive.</summary>
public sealed class SpanTests
{
    [Fact]
    public async Task A_sampler_sees_the_attributes_a_span_starts_with_and_may_look_twice()
    {
        var seen = new List<Dictionary<string, object?>>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TtaNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
            {
                // Twice at once: each enumeration has a place of its own.
                foreach ((KeyValuePair<string, object?> one, KeyValuePair<string, object?> two) in options.Tags!.Zip(options.Tags!))
                {
                    Assert.Equal(one, two);
                }

                seen.Add(new Dictionary<string, object?>(options.Tags!));
                return ActivitySamplingResult.AllData;
            },
        };
        ActivitySource.AddActivityListener(listener);
        var context = new WorkflowContext("sampled") { AgentId = "a", AgentType = "writer", SessionId = "s" };
        await (Make.Add(1, "one") >> Make.Add(1, "two")).Named("sum").ExecuteAsync(1, context);

        Assert.Equal(5, seen.Count);
        Assert.Equal("sum", seen[0]["primitive.name"]);
        Assert.Equal(("step", 1, "two"), (seen[3]["primitive.action"], seen[3]["step.index"], seen[3]["step.name"]));
        Assert.All(seen, tags => Assert.Equal(
            ("sampled", context.WorkflowId, "a", "writer", "s"),
            (tags["workflow.name"], tags["workflow.id"], tags["agent.id"], tags["agent.type"], tags["session.id"])));
    }

    [Fact]
    public async Task A_sampler_that_runs_a_primitive_itself_does_not_mix_up_the_attributes()
    {
        using var telemetry = new Telemetry(metrics: false);
        bool nested = false;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TtaNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
            {
                if (!nested)
                {
                    nested = true;
                    Make.Add(1, "inner").ExecuteAsync(1, new WorkflowContext("inner")).AsTask().GetAwaiter().GetResult();
                }

                return ActivitySamplingResult.AllData;
            },
        };
        ActivitySource.AddActivityListener(listener);
        await Make.Add(1, "outer").ExecuteAsync(1, new WorkflowContext("outer"));

        Assert.Equal(
            [("inner", "inner"), ("outer", "outer")],
            telemetry.Spans.Select(s => (s.GetTagItem("primitive.name"), s.GetTagItem("workflow.name"))));
    }

    [Fact]
    public async Task A_span_that_is_still_under_way_is_not_current_for_the_caller()
    {
        using var telemetry = new Telemetry();
        using Activity parent = new Activity("parent").Start();
        var gate = new TaskCompletionSource();
        Activity? inside = null;
        var waits = new LambdaPrimitive<int, int>("waits", async (i, _) =>
        {
            await gate.Task;
            inside = Activity.Current;
            return i;
        });
        WorkflowPrimitive<int, int> all = new RetryPrimitive<int, int>(waits >> Make.Add(1));

        Task<int> running = all.ExecuteAsync(1, Make.Context()).AsTask();
        Assert.Same(parent, Activity.Current);
        gate.SetResult();
        Assert.Equal(2, await running);
        Assert.Same(parent, Activity.Current);
        Assert.Equal("primitive.lambda.execute", inside!.OperationName);
        Assert.Equal("waits", inside.GetTagItem("primitive.name"));
    }

    [Fact]
    public async Task Where_the_execution_context_does_not_flow_the_caller_has_its_span_back_too()
    {
        using var telemetry = new Telemetry();
        using Activity parent = new Activity("parent").Start();
        Task<int> running;
        var gate = new TaskCompletionSource<int>();
        using (ExecutionContext.SuppressFlow())
        {
            running = new LambdaPrimitive<int, int>("waits", _ => gate.Task).ExecuteAsync(1, Make.Context()).AsTask();
            Assert.Same(parent, Activity.Current);
        }

        gate.SetResult(7);
        Assert.Equal(7, await running);
        Assert.Equal(parent.SpanId, telemetry.Span("primitive.lambda.execute").ParentSpanId);
    }

    [Fact]
    public async Task Children_lie_within_their_parents_by_the_same_clock()
    {
        using var telemetry = new Telemetry();
        DateTime before = DateTime.UtcNow;
        await (Make.Add(1) >> (Make.Add(1) >> Make.Add(2)).Named("inner") >> Make.Add(3)).ExecuteAsync(1, Make.Context());
        DateTime after = DateTime.UtcNow;

        Dictionary<ActivitySpanId, Activity> spans = telemetry.Spans.ToDictionary(s => s.SpanId);
        Assert.All(spans.Values.Where(s => s.ParentSpanId != default), child =>
        {
            Activity parent = spans[child.ParentSpanId];
            Assert.InRange(child.StartTimeUtc, parent.StartTimeUtc, parent.StartTimeUtc + parent.Duration);
            Assert.True(child.Duration <= parent.Duration);
        });

        // A tenth of a second is far more than both clocks differ by, and far less than a wrong unit would make.
        TimeSpan slack = TimeSpan.FromMilliseconds(100);
        Assert.All(spans.Values, span => Assert.InRange(span.StartTimeUtc, before - slack, after + slack));
    }

    [Fact]
    public async Task Span_attribute_and_histogram_tell_one_duration()
    {
        using var telemetry = new Telemetry();
        await Make.Add(1).ExecuteAsync(1, Make.Context());
        Activity span = telemetry.Span("primitive.lambda.execute");
        double seconds = Assert.Single(telemetry.Of("tta.execution.duration")).Value;

        // The span keeps tenths of a microsecond, the attribute microseconds.
        Assert.Equal(seconds, span.Duration.TotalSeconds, 0.000_000_11);
        Assert.Equal(seconds * 1000, (double)span.GetTagItem("execution.duration_ms")!, 0.000_51);
    }
}
