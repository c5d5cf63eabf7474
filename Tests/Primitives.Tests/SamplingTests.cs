using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class SamplingTests
{
    private static readonly ActivityContext Recorded = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
    private static readonly ActivityContext Dropped = new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None);

    [Theory]
    [InlineData(0.0, 0, 0)]
    [InlineData(0.25, 2200, 2800)]
    [InlineData(1.0, 10_000, 10_000)]
    public void Ratio_records_its_share_and_the_same_traces_everywhere(double ratio, int least, int most)
    {
        var here = new RatioSampler(ratio);
        var there = new RatioSampler(ratio);
        ActivityTraceId[] traces = [.. Enumerable.Range(0, 10_000).Select(_ => ActivityTraceId.CreateRandom())];
        ActivityTraceId[] kept = [.. traces.Where(t => here.ShouldSample(default, t))];
        Assert.InRange(kept.Length, least, most);
        Assert.All(kept, t => Assert.True(there.ShouldSample(default, t)));
    }

    [Fact]
    public void The_parents_decision_is_followed()
    {
        Assert.True(new RatioSampler(0).ShouldSample(Recorded, Recorded.TraceId));
        Assert.False(new RatioSampler(1).ShouldSample(Dropped, Dropped.TraceId));
        var overhead = new OverheadSampler(1, TimeSpan.FromTicks(1));
        Assert.False(overhead.ShouldSample(Dropped, Dropped.TraceId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_listener_with_a_sampler_records_whole_traces_or_nothing_of_them(bool inExecution)
    {
        var sampler = new RatioSampler(0.5);
        var spans = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TtaNames.Source,
            Sample = sampler.Sample,
            ActivityStopped = span =>
            {
                if (span.Recorded)
                {
                    spans.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        for (int i = 0; i < 199; i++)
        {
            var context = new WorkflowContext("w") { WorkflowId = $"{i}" };
            if (inExecution)
            {
                await WorkflowExecution.RunAsync(context, (c, stop) => (Make.Add(1) >> Make.Add(2)).ExecuteAsync(1, c, stop));
            }
            else
            {
                await Make.Add(1).ExecuteAsync(1, context);
                await (Make.Add(1) | Make.Add(2)).ExecuteAsync(1, context);
            }
        }

        ILookup<object?, Activity> workflows = spans.ToLookup(span => span.GetTagItem("workflow.id"));
        Assert.InRange(workflows.Count, 50, 150);
        Assert.All(workflows, workflow =>
        {
            Assert.Equal(6, workflow.Count());
            Assert.Single(workflow.Select(span => span.TraceId).Distinct());
        });
    }

    [Fact]
    public void Of_a_trace_that_is_not_recorded_only_the_first_span_here_exists()
    {
        static ActivitySamplingResult Of(ActivityContext parent)
        {
            var results = new List<ActivitySamplingResult>();
            using var source = new ActivitySource("Sampler.Of");
            using var listener = new ActivityListener
            {
                ShouldListenTo = s => s == source,
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                {
                    results.Add(new RatioSampler(0).Sample(ref options));
                    return results[^1];
                },
            };
            ActivitySource.AddActivityListener(listener);
            source.StartActivity("x", ActivityKind.Internal, parent)?.Dispose();
            return Assert.Single(results);
        }

        var remote = new ActivityContext(Dropped.TraceId, Dropped.SpanId, ActivityTraceFlags.None, isRemote: true);
        Assert.Equal(ActivitySamplingResult.PropagationData, Of(default));
        Assert.Equal(ActivitySamplingResult.PropagationData, Of(remote));
        Assert.Equal(ActivitySamplingResult.None, Of(Dropped));
        Assert.Equal(ActivitySamplingResult.AllDataAndRecorded, Of(Recorded));
    }

    [Fact]
    public void Overhead_records_all_at_low_load_and_keeps_to_the_target_at_high_load()
    {
        var time = new ManualTime();

        // One per cent of a processor at 100 microseconds a trace: a hundred traces a second.
        var sampler = new OverheadSampler(0.01, TimeSpan.FromMicroseconds(100), time);
        int Second(int offered)
        {
            int kept = Enumerable.Range(0, offered).Count(_ => sampler.ShouldSample(default, ActivityTraceId.CreateRandom()));
            time.Advance(TimeSpan.FromSeconds(1));
            return kept;
        }

        Assert.Equal(50, Second(50));
        Second(10_000);
        Assert.InRange(Second(10_000), 50, 200);
        Assert.Equal(0.01, sampler.Ratio, 3);
        Second(50);
        Assert.Equal(50, Second(50));
    }

    [Theory]
    [InlineData(false, 10, 0)]
    [InlineData(true, 10, 2)]
    [InlineData(false, 2000, 2)]
    public void Tail_keeps_whole_traces_that_failed_or_were_slow(bool failed, int milliseconds, int kept)
    {
        using var source = new ActivitySource("Tail.Test");
        var exported = new List<Activity>();
        var sampler = new TailSampler(exported.Add, new TailSamplerOptions { Ratio = 0 });
        using var listener = Listen(source, sampler);

        using (Activity root = source.StartActivity("root")!)
        {
            using (Activity inner = source.StartActivity("inner")!)
            {
                inner.SetStatus(failed ? ActivityStatusCode.Error : ActivityStatusCode.Unset);
            }

            Assert.Empty(exported);
            root.SetEndTime(root.StartTimeUtc.AddMilliseconds(milliseconds));
        }

        Assert.Equal(kept, exported.Count);
        Assert.Equal(kept == 0 ? [] : ["inner", "root"], exported.Select(a => a.OperationName));
    }

    [Fact]
    public void Tail_holds_no_more_traces_than_allowed()
    {
        using var source = new ActivitySource("Tail.Bound");
        var exported = new List<Activity>();
        var sampler = new TailSampler(exported.Add, new TailSamplerOptions { Ratio = 1, MaxTraces = 3 });
        using var listener = Listen(source, sampler);
        for (int i = 0; i < 100; i++)
        {
            // The roots never end: only their children do.
            Activity.Current = null;
            Activity root = source.StartActivity($"root {i}")!;
            source.StartActivity($"child {i}")!.Dispose();
            GC.KeepAlive(root);
        }

        Activity.Current = null;
        Assert.Equal(Enumerable.Range(0, 97).Select(i => $"child {i}"), exported.Select(a => a.OperationName));
    }

    private static ActivityListener Listen(ActivitySource source, TailSampler sampler)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = s => s == source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = sampler.OnEnd,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
