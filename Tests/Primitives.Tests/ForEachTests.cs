using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class ForEachTests
{
    private static readonly int[] Five = [1, 2, 3, 4, 5];

    /// <summary>Fails for even items.</summary>
    private static readonly LambdaPrimitive<int, int> Odd =
        new("odd", i => i % 2 == 0 ? throw new InvalidOperationException($"{i}") : 10 * i);

    private static ForEachPrimitive<int, int> Each(WorkflowPrimitive<int, int> body, Action<ForEachOptions>? set = null)
    {
        var options = new ForEachOptions { Name = "each" };
        set?.Invoke(options);
        return new ForEachPrimitive<int, int>(body, options);
    }

    [Fact]
    public async Task Results_come_in_the_order_of_the_items_whichever_is_done_first()
    {
        using var telemetry = new Telemetry();
        var gate = new TaskCompletionSource();
        var body = new LambdaPrimitive<int, int>("body", async i =>
        {
            if (i == 1)
            {
                await gate.Task;
            }
            else if (i == 5)
            {
                gate.SetResult();
            }

            return 10 * i;
        });
        int[] results = await Each(body).ExecuteAsync(Five, Make.Context());
        Assert.Equal([10, 20, 30, 40, 50], results);
        Assert.Equal(
            Enumerable.Range(0, 5).Select(i => $"primitive.for_each.item_{i}"),
            telemetry.Spans.Select(span => span.OperationName).Where(name => name.StartsWith("primitive.for_each.item", StringComparison.Ordinal)).Order());
        Assert.Equal(5, telemetry.Sum("tta.primitive.connections", ("source_primitive", "each"), ("connection_type", "parallel")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task No_more_items_are_under_way_than_allowed(int allowed)
    {
        int running = 0, most = 0;
        var body = new LambdaPrimitive<int, int>("body", async i =>
        {
            int now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref running);
            return i;
        });
        Assert.Equal(40, (await Each(body, o => o.MaxConcurrency = allowed).ExecuteAsync([.. Enumerable.Range(0, 40)], Make.Context())).Length);
        Assert.InRange(most, 1, allowed);
    }

    [Fact]
    public async Task The_first_failure_cancels_the_others_and_begins_no_further_item()
    {
        int began = 0;
        var started = new TaskCompletionSource();
        var body = new LambdaPrimitive<int, int>("body", async (i, stop) =>
        {
            Interlocked.Increment(ref began);
            if (i == 1)
            {
                await started.Task;
                throw new InvalidOperationException("mine");
            }

            started.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, stop);
            return i;
        });
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Each(body, o => o.MaxConcurrency = 2).ExecuteAsync(Five, Make.Context()).AsTask());
        Assert.Equal(("mine", 2), (thrown.Message, began));
    }

    [Fact]
    public async Task Failures_can_be_collected_and_say_whose_they_are()
    {
        ForEachException thrown = await Assert.ThrowsAsync<ForEachException>(
            () => Each(Odd, o => o.OnFailure = ItemFailures.Collect).ExecuteAsync(Five, Make.Context()).AsTask());
        Assert.Equal([1, 3], thrown.ByItem.Keys.Order());
        Assert.Equal(["2", "4"], thrown.InnerExceptions.Select(inner => inner.Message));
        Assert.StartsWith("'each': 2 of 5 items failed.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_can_be_skipped_unless_all_fail()
    {
        using var telemetry = new Telemetry();
        ForEachPrimitive<int, int> each = Each(Odd, o => o.OnFailure = ItemFailures.Skip);
        int[] results = await each.ExecuteAsync(Five, Make.Context());
        Assert.Equal([10, 30, 50], results);
        Assert.Equal(2, telemetry.Span("primitive.for_each.execute").Events.Count(e => e.Name == "exception"));
        await Assert.ThrowsAsync<ForEachException>(() => each.ExecuteAsync([2, 4], Make.Context()).AsTask());
    }

    [Theory]
    [InlineData(ItemFailures.Stop)]
    [InlineData(ItemFailures.Collect)]
    [InlineData(ItemFailures.Skip)]
    public async Task The_callers_cancellation_surfaces_as_such(ItemFailures failures)
    {
        using var stop = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        Task<int[]> run = Each(Make.Hangs(started), o => o.OnFailure = failures).ExecuteAsync([1, 2, 3, 4, 5, 6], Make.Context(), stop.Token).AsTask();
        await started.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task Items_have_copies_of_the_state_and_share_the_usage()
    {
        WorkflowContext context = Make.Context();
        context.State["n"] = 1;
        var body = new LambdaPrimitive<int, int>("body", (i, c) =>
        {
            c.State["n"] = (int)c.State["n"]! + i;
            c.Usage.AddCall(1, 1, 0.25m);
            return (int)c.State["n"]!;
        });
        int[] results = await Each(body).ExecuteAsync([10, 20], context);
        Assert.Equal([11, 21], results);
        Assert.Equal((1, 0.5m), ((int)context.State["n"]!, context.Usage.Snapshot().CostUsd));
    }

    [Fact]
    public async Task Nothing_is_made_of_nothing_and_too_much_is_refused_before_any_is_done()
    {
        bool ran = false;
        var body = new LambdaPrimitive<int, int>("body", i => { ran = true; return i; });
        Assert.Empty(await Each(body).ExecuteAsync([], Make.Context()));
        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(
            "input", () => Each(body, o => o.MaxItems = 4).ExecuteAsync(Five, Make.Context()).AsTask());
        Assert.Contains("'each' was given 5 items and takes at most 4", refused.Message, StringComparison.Ordinal);
        Assert.False(ran);
        await Assert.ThrowsAsync<ArgumentNullException>("input", () => Each(body).ExecuteAsync(null!, Make.Context()).AsTask());
        Assert.Throws<ArgumentNullException>("body", () => Each(null!));
        Assert.Throws<ArgumentNullException>("failures", () => new ForEachException("each", 1, null!));
    }

    private static void InterlockedMax(ref int most, int now)
    {
        int seen;
        while (now > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, now, seen) != seen)
        {
            // Somebody else was quicker.
        }
    }
}
