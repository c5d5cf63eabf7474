using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class LoopTests
{
    private static LambdaPrimitive<int, int> AddOne(bool async) => async
        ? new LambdaPrimitive<int, int>("add_one", async i => { await Task.Yield(); return i + 1; })
        : Make.Add(1, "add_one");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_repeats_on_its_own_result_until_that_is_good(bool async)
    {
        using var telemetry = new Telemetry();
        var loop = new LoopPrimitive<int>(AddOne(async), (i, _) => i >= 4, new LoopOptions { Name = "grow" });
        Assert.Equal(4, await loop.ExecuteAsync(1, Make.Context()));

        Assert.Equal(
            ["primitive.loop.pass_1", "primitive.loop.pass_2", "primitive.loop.pass_3"],
            telemetry.Spans.Select(span => span.OperationName).Where(name => name.StartsWith("primitive.loop.pass", StringComparison.Ordinal)));
        Assert.Equal(3, telemetry.Sum("tta.primitive.connections", ("source_primitive", "grow"), ("connection_type", "sequential")));
        Assert.Equal(1, telemetry.Sum("tta.primitive.executions", ("primitive_type", "loop"), ("status", "success")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_that_is_not_done_in_time_is_an_error_and_not_a_hang(bool async)
    {
        int passes = 0;
        var loop = new LoopPrimitive<int>(
            AddOne(async), (_, _) => { passes++; return false; }, new LoopOptions { Name = "endless", MaxPasses = 5 });

        LoopLimitException thrown = await Assert.ThrowsAsync<LoopLimitException>(() => loop.ExecuteAsync(1, Make.Context()).AsTask());

        Assert.Equal((5, 5), (thrown.Passes, passes));
        Assert.Contains("'endless' was not done after 5 passes", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 7)]
    [InlineData(false, 8)]
    public async Task What_is_done_already_passes_through_only_where_it_asks_first(bool asksFirst, int result) => Assert.Equal(
        result,
        await new LoopPrimitive<int>(Make.Add(1), (i, _) => i >= 7, new LoopOptions { AsksFirst = asksFirst }).ExecuteAsync(7, Make.Context()));

    [Fact]
    public async Task Passes_share_the_state_and_what_one_throws_ends_it()
    {
        WorkflowContext context = Make.Context();
        var body = new LambdaPrimitive<int, int>("body", (i, c) =>
        {
            c.State["n"] = (int)c.State["n"]! + 1;
            return (int)c.State["n"]! == 3 ? throw new InvalidOperationException("third") : i;
        });
        context.State["n"] = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => new LoopPrimitive<int>(body, (_, _) => false).ExecuteAsync(1, context).AsTask());
        Assert.Equal(3, context.State["n"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_pass_begins_once_its_caller_has_left(bool async)
    {
        using var stop = new CancellationTokenSource();
        int passes = 0;
        var body = new LambdaPrimitive<int, int>("body", async i =>
        {
            if (async)
            {
                await Task.Yield();
            }

            passes++;
            await stop.CancelAsync();
            return i;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new LoopPrimitive<int>(body, (_, _) => false).ExecuteAsync(1, Make.Context(), stop.Token).AsTask());
        Assert.Equal(1, passes);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Throws<ArgumentNullException>("body", () => new LoopPrimitive<int>(null!, (_, _) => true));
        Assert.Throws<ArgumentNullException>("isDone", () => new LoopPrimitive<int>(Make.Add(1), null!));
    }
}
