using System.Diagnostics;
using Primitives.Tests.Support;
using Tta.Primitives;

namespace Primitives.Tests;

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
