using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class RaceTests
{
    private readonly ManualTime _time = new();

    private RacePrimitive<int, int> Race(Func<int, bool>? isGood, TimeSpan? hedge, params WorkflowPrimitive<int, int>[] runners) =>
        new(runners, new RaceOptions { Name = "race", HedgeDelay = hedge, TimeProvider = _time }, isGood);

    private static LambdaPrimitive<int, int> Spends(string name, int result, decimal usd, Task? then = null) => new(name, async (i, c, stop) =>
    {
        c.Usage.AddCall("p", "m", 10, 5, usd);
        if (then is not null)
        {
            await then.WaitAsync(stop);
        }

        return result;
    });

    [Fact]
    public async Task The_first_good_answer_wins_and_the_others_are_cancelled_with_their_cost_counted_as_lost()
    {
        using var telemetry = new Telemetry();
        var go = new TaskCompletionSource();
        WorkflowContext context = Make.Context();
        ValueTask<int> race = Race(i => i > 0, null, Spends("never", 1, 0.5m, new TaskCompletionSource().Task), Spends("bad", -1, 0.25m), Spends("good", 7, 1m, go.Task))
            .ExecuteAsync(1, context);
        go.SetResult();

        Assert.Equal(7, await race);
        Assert.Equal(1, telemetry.Sum("tta.race.wins", ("primitive_name", "race"), ("winner", "good"), ("workflow_name", "content_generation")));
        Assert.Equal(0.75, telemetry.Sum("tta.race.lost.dollars", ("primitive_name", "race"), ("workflow_name", "content_generation")));
        Assert.Equal(new UsageSnapshot(3, 0, 30, 15, 1.75m, 0m), context.Usage.Snapshot());
        Activity span = telemetry.Span("primitive.race.execute");
        Assert.Equal(("good", 0.75), (span.GetTagItem("race.winner"), span.GetTagItem("race.lost_usd")));
        Assert.Equal("cancelled", telemetry.Span("primitive.race.runner_0").GetTagItem("execution.status"));
        Assert.Equal(1, telemetry.Sum("tta.primitive.executions", ("primitive_name", "never"), ("status", "cancelled")));
        Assert.Equal(3, telemetry.Sum("tta.primitive.connections", ("source_primitive", "race"), ("connection_type", "parallel")));
    }

    [Fact]
    public async Task The_next_one_begins_only_when_the_first_takes_long()
    {
        bool began = false;
        var second = new LambdaPrimitive<int, int>("second", i => { began = true; return 2; });
        Assert.Equal(2, await Race(null, TimeSpan.FromSeconds(3), Make.Add(1), second).ExecuteAsync(1, Make.Context()));
        Assert.False(began);

        ValueTask<int> race = Race(null, TimeSpan.FromSeconds(3), Make.Hangs(), second).ExecuteAsync(1, Make.Context());
        await Eventually.True(() => _time.ActiveTimers > 0, "it waits");
        Assert.False(began);
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(2, await race);
        Assert.Equal(0, _time.ActiveTimers);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_fails_or_has_no_good_answer_is_followed_at_once(bool fails) => Assert.Equal(
        5,
        await Race(i => i > 0, TimeSpan.FromHours(1), fails ? Make.Throws() : Spends("bad", -1, 0), Make.Add(4)).ExecuteAsync(1, Make.Context()));

    [Fact]
    public async Task When_no_answer_is_good_that_is_an_error_with_all_failures()
    {
        using var telemetry = new Telemetry();
        RaceLostException thrown = await Assert.ThrowsAsync<RaceLostException>(
            () => Race(i => i > 0, null, Make.Throws("no"), Spends("bad", -1, 0.5m)).ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Equal(1, thrown.Refused);
        Assert.Equal("no", Assert.Single(thrown.InnerExceptions).Message);
        Assert.Contains("1 failed, 1 had one that was not good", thrown.Message, StringComparison.Ordinal);
        Assert.Empty(telemetry.Of("tta.race.wins"));
        Assert.Equal(0.5, telemetry.Sum("tta.race.lost.dollars"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_callers_cancellation_surfaces_as_such_and_begins_nobody(bool hedge)
    {
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        int began = 0;
        var next = new LambdaPrimitive<int, int>("next", async (i, token) => { began++; await Task.Delay(Timeout.InfiniteTimeSpan, token); return i; });
        Task<int> race = Race(null, hedge ? TimeSpan.FromHours(1) : null, Make.Hangs(started), next).ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        await started.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => race);
        Assert.Equal(hedge ? 0 : 1, began);
    }

    [Fact]
    public async Task A_judge_that_throws_stops_everybody()
    {
        using var telemetry = new Telemetry();
        await Assert.ThrowsAsync<NotSupportedException>(
            () => Race(_ => throw new NotSupportedException(), null, Make.Hangs(), Make.Add(1)).ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Equal(1, telemetry.Sum("tta.primitive.executions", ("primitive_name", "hangs"), ("status", "cancelled")));
    }

    [Fact]
    public async Task Runners_have_copies_of_the_state()
    {
        WorkflowContext context = Make.Context();
        context.State["n"] = 1;
        var writes = new LambdaPrimitive<int, int>("writes", (i, c) => { c.State["n"] = 2; return i; });
        await Race(null, null, writes).ExecuteAsync(1, context);
        Assert.Equal(1, context.State["n"]);
    }

    [Fact]
    public void Who_does_not_race_is_named()
    {
        Assert.Throws<ArgumentNullException>("runners", () => new RacePrimitive<int, int>(null!));
        Assert.Throws<ArgumentException>("runners", () => new RacePrimitive<int, int>([]));
        Assert.Throws<ArgumentException>("runners", () => new RacePrimitive<int, int>([null!]));
        Assert.Throws<ArgumentNullException>("runners", () => KnownSeries.Race("race", null!));
    }
}
