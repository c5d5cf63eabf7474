using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>What a caller that leaves, a limit that passes and another process's clock mean to the second level.</summary>
public sealed class CacheSecondLevelCallerTests
{
    private readonly FakeDistributedCache _second = new();

    private CachePrimitive<string, string> Cache(TimeProvider? time = null) => new(
        new LambdaPrimitive<string, string>("inner", text => text + "!"),
        (text, _) => text,
        new CacheOptions<string> { Name = "answers", TimeProvider = time ?? new ManualTime(), SecondLevel = _second });

    private static async Task LeaveAsync(CachePrimitive<string, string> cache, Telemetry telemetry)
    {
        using var gone = new CancellationTokenSource();
        Task<string> caller = cache.ExecuteAsync("a", Make.Context(), gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        await Eventually.True(() => telemetry.SpansNamed("cache.fill").Any(), "the execution has ended");
    }

    [Fact]
    public async Task A_caller_that_leaves_while_it_is_asked_is_no_reason_to_leave_it_alone()
    {
        using var telemetry = new Telemetry();
        CachePrimitive<string, string> cache = Cache();
        _second.Hangs = true;
        await LeaveAsync(cache, telemetry);
        _second.Hangs = false;
        await cache.ExecuteAsync("a", Make.Context());
        Assert.Equal(2, telemetry.SpansNamed("cache.redis.lookup").Count());
    }

    [Fact]
    public async Task A_caller_that_leaves_while_a_result_is_kept_is_no_error_of_its()
    {
        using var telemetry = new Telemetry();
        _second.StoreGate = new TaskCompletionSource();
        await LeaveAsync(Cache(), telemetry);
        Activity store = telemetry.Span("cache.redis.store");
        Assert.Equal((ActivityStatusCode.Unset, "cancelled"), (store.Status, store.GetTagItem("execution.status")));
        Assert.Equal(0, telemetry.Sum("tta.cache.operations", ("operation", "error")));
    }

    [Fact]
    public async Task What_does_not_answer_in_time_is_told_apart_from_what_was_cancelled()
    {
        using var telemetry = new Telemetry();
        _second.Hangs = true;
        Assert.Equal("a!", await Cache(new ManualTime(jumpToTimers: true)).ExecuteAsync("a", Make.Context()));
        Assert.Equal("System.TimeoutException", telemetry.Span("cache.redis.lookup").GetTagItem("error.type"));
    }

    [Fact]
    public async Task What_a_process_whose_clock_is_ahead_has_kept_is_new_and_not_of_the_future()
    {
        var ahead = new ManualTime();
        ahead.Advance(TimeSpan.FromSeconds(3));
        await Cache(ahead).ExecuteAsync("a", Make.Context());
        using var telemetry = new Telemetry();
        await Cache().ExecuteAsync("a", Make.Context());
        Activity lookup = telemetry.Span("cache.redis.lookup");
        Assert.Equal((true, 0.0), (lookup.GetTagItem("cache.hit"), lookup.GetTagItem("cache.age_seconds")));
    }
}
