using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>How the executions that callers share end: at their callers' deadlines, by being forgotten, and for one another.</summary>
public sealed class CacheFlightEndTests
{
    private readonly ManualTime _time = new();

    private CachePrimitive<string, string> Cache(Func<string, WorkflowContext, CancellationToken, ValueTask<string>> inner) => new(
        new LambdaPrimitive<string, string>("inner", inner),
        (text, _) => text,
        new CacheOptions<string> { Name = "answers", TimeProvider = _time });

    private WorkflowContext Within(double seconds) => new("w") { Deadline = _time.GetUtcNow() + TimeSpan.FromSeconds(seconds) };

    [Fact]
    public async Task What_its_last_callers_deadline_ends_was_cut_off_by_a_limit_until_it_has_ended()
    {
        using var telemetry = new Telemetry();
        var started = new TaskCompletionSource<CancellationToken>();
        var ends = new TaskCompletionSource();
        bool? cutOff = null;
        CachePrimitive<string, string> cache = Cache(async (_, _, stop) =>
        {
            started.SetResult(stop);
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cutOff = CutOffs.Contains(stop);
            await ends.Task;
            stop.ThrowIfCancellationRequested();
            return "";
        });
        Task<string> caller = cache.ExecuteAsync("a", Within(5)).AsTask();
        CancellationToken token = await started.Task;
        _time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => caller);
        ends.SetResult();
        await Eventually.True(() => telemetry.SpansNamed("cache.fill").Any(), "the execution has ended");

        Assert.True(cutOff);
        await Eventually.True(() => !CutOffs.Contains(token), "the token is forgotten");
    }

    [Fact]
    public async Task A_deadline_that_passes_before_the_wait_begins_is_one_all_the_same()
    {
        CachePrimitive<string, string> cache = Cache(async (_, _, stop) =>
        {
            _time.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(Timeout.Infinite, stop);
            return "";
        });
        WorkflowTimeoutException late = await Assert.ThrowsAsync<WorkflowTimeoutException>(() => cache.ExecuteAsync("a", Within(1)).AsTask());
        Assert.Contains("'answers' did not", late.Message, StringComparison.Ordinal);
        late = await Assert.ThrowsAsync<WorkflowTimeoutException>(() => cache.ExecuteAsync("a", Within(0)).AsTask());
        Assert.Contains("'answers' did not start", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deadline_beyond_what_a_timer_can_wait_for_is_none()
    {
        var result = new TaskCompletionSource<string>();
        CachePrimitive<string, string> cache = Cache((_, _, _) => new(result.Task));
        Task<string> caller = cache.ExecuteAsync("a", new WorkflowContext("w") { Deadline = DateTimeOffset.MaxValue }).AsTask();
        Assert.False(caller.IsCompleted);
        result.SetResult("x");
        Assert.Equal("x", await caller);
    }

    [Fact]
    public async Task What_nobody_waits_for_any_more_is_cancelled_and_no_error()
    {
        using var telemetry = new Telemetry();
        using var gone = new CancellationTokenSource();
        CachePrimitive<string, string> cache = Cache(async (_, _, stop) =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            return "";
        });
        Task<string> caller = cache.ExecuteAsync("a", Make.Context(), gone.Token).AsTask();
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller);
        await Eventually.True(() => telemetry.SpansNamed("cache.fill").Any(), "the execution has ended");
        Assert.Equal(
            (ActivityStatusCode.Unset, "cancelled"), (telemetry.Span("cache.fill").Status, telemetry.Span("cache.fill").GetTagItem("execution.status")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_it_changes_of_the_state_is_its_own(bool deadline)
    {
        CachePrimitive<string, string> cache = Cache((_, own, _) =>
        {
            Assert.Equal("mine", own.State["x"]);
            own.State["x"] = "changed";
            return new("");
        });
        WorkflowContext context = deadline ? Within(5) : Make.Context();
        context.State["x"] = "mine";
        await cache.ExecuteAsync("a", context);
        Assert.Equal("mine", context.State["x"]);
    }

    [Fact]
    public async Task Who_comes_after_everything_was_forgotten_starts_afresh()
    {
        var first = new TaskCompletionSource<string>();
        int calls = 0;
        CachePrimitive<string, string> cache = Cache((_, _, _) => ++calls == 1 ? new(first.Task) : new("new"));
        Task<string> before = cache.ExecuteAsync("a", Make.Context()).AsTask();
        cache.Clear();
        Assert.Equal("new", await cache.ExecuteAsync("a", Make.Context()));
        first.SetResult("old");
        Assert.Equal("old", await before);
        Assert.Equal("new", await cache.ExecuteAsync("a", Make.Context()));
    }

    [Fact]
    public async Task A_forgotten_execution_that_ends_leaves_the_one_after_it_to_be_shared()
    {
        TaskCompletionSource<string>[] results = [new(), new()];
        int calls = 0;
        CachePrimitive<string, string> cache = Cache((_, _, _) => new(results[calls++].Task));
        Task<string> one = cache.ExecuteAsync("a", Make.Context()).AsTask();
        await cache.InvalidateAsync("a", Make.Context());
        Task<string> two = cache.ExecuteAsync("a", Make.Context()).AsTask();
        results[0].SetResult("old");
        Assert.Equal("old", await one);
        Task<string> three = cache.ExecuteAsync("a", Make.Context()).AsTask();
        results[1].SetResult("new");
        Assert.Equal(["new", "new"], await Task.WhenAll(two, three));
        Assert.Equal(2, calls);
    }

    // K7: only who waits for it still.
    [Fact]
    public async Task An_execution_that_no_longer_waits_for_another_may_be_waited_for_by_it()
    {
        var x = new TaskCompletionSource();
        var y = new TaskCompletionSource();
        using var impatient = new CancellationTokenSource();
        CachePrimitive<string, string> cache = null!;
        cache = Cache(async (key, context, stop) =>
        {
            if (key == "x")
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cache.ExecuteAsync("y", context, impatient.Token).AsTask());
                await x.Task;
                return "X";
            }

            await y.Task;
            return "Y of " + await cache.ExecuteAsync("x", context, stop);
        });
        Task<string> first = cache.ExecuteAsync("y", Make.Context()).AsTask();
        Task<string> second = cache.ExecuteAsync("x", Make.Context()).AsTask();
        await impatient.CancelAsync();
        y.SetResult();
        x.SetResult();
        Assert.Equal(["Y of X", "X"], await Task.WhenAll(first, second));
    }
}
