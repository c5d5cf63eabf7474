using System.Diagnostics;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>What an execution that several callers share owes to each of them.</summary>
public sealed class CacheFlightTests
{
    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource<int> _result = new();
    private int _calls;

    /// <summary>An inner primitive that is deaf to cancellation, and costs 10 cents.</summary>
    private LambdaPrimitive<int, int> Inner() => new("inner", async (_, context, _) =>
    {
        Interlocked.Increment(ref _calls);
        int result = await _result.Task;
        context.Usage.AddCall("p", "m", 3, 2, 0.1m);
        return result;
    });

    private CachePrimitive<int, int> Cache(WorkflowPrimitive<int, int>? inner = null) =>
        new(inner ?? Inner(), (i, _) => $"key {i}", new CacheOptions<int> { Name = "answers", TimeProvider = _time });

    [Fact]
    public async Task A_miss_that_comes_just_after_the_result_does_not_run_it_again()
    {
        CachePrimitive<int, int> cache = Cache();
        Task<int> one = cache.ExecuteAsync(1, Make.Context()).AsTask();
        using var telemetry = new Telemetry();
        bool landed = false;
        using var between = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TtaNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                // The second caller has found nothing; before it goes on, the first one's result arrives.
                if (span.OperationName == "cache.memory.lookup" && !landed)
                {
                    landed = true;
                    _result.SetResult(42);
                    Assert.True(one.Wait(TimeSpan.FromSeconds(30)));
                }
            },
        };
        ActivitySource.AddActivityListener(between);

        Assert.Equal(42, await cache.ExecuteAsync(1, Make.Context()));
        Assert.Equal(1, _calls);

        // The call was made and paid for by another: neither hit nor miss.
        Assert.Equal(1, telemetry.Sum("tta.cache.operations", ("operation", "coalesced")));
        Assert.Equal(0, telemetry.Sum("tta.cache.operations", ("operation", "miss")));
        Assert.Equal(true, telemetry.Span("primitive.cache.execute").GetTagItem("cache.coalesced"));
    }

    [Fact]
    public async Task A_deadline_ends_the_wait_of_its_own_caller_and_nobody_elses()
    {
        using var telemetry = new Telemetry();
        var slow = new LambdaPrimitive<int, int>("slow", async (_, stop) => await _result.Task.WaitAsync(stop));
        CachePrimitive<int, int> cache = Cache(new TimeoutPrimitive<int, int>(slow, new TimeoutOptions { Name = "limit", TimeProvider = _time }));
        Task<int> hurried = cache.ExecuteAsync(1, new WorkflowContext("w") { Deadline = _time.GetUtcNow().AddSeconds(1) }).AsTask();
        Task<int> patient = cache.ExecuteAsync(1, Make.Context()).AsTask();
        _time.Advance(TimeSpan.FromSeconds(2));

        WorkflowTimeoutException late = await Assert.ThrowsAsync<WorkflowTimeoutException>(() => hurried);
        Assert.Equal("answers", late.Primitive);
        Assert.Equal(1, telemetry.Sum("tta.timeouts", ("primitive_name", "answers")));
        _result.SetResult(42);
        Assert.Equal(42, await patient);
    }

    [Fact]
    public async Task When_every_deadline_has_passed_the_execution_is_cancelled()
    {
        var cancelled = new TaskCompletionSource();
        var slow = new LambdaPrimitive<int, int>("slow", async (_, stop) =>
        {
            stop.Register(cancelled.SetResult);
            return await _result.Task;
        });
        Task<int> hurried = Cache(slow).ExecuteAsync(1, new WorkflowContext("w") { Deadline = _time.GetUtcNow().AddSeconds(1) }).AsTask();
        _time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => hurried);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData(true, CircuitState.Open)]
    [InlineData(false, CircuitState.Closed)]
    public async Task A_call_that_a_limit_cut_off_is_an_observation_and_one_that_nobody_wants_any_more_is_none(bool limit, CircuitState state)
    {
        using var telemetry = new Telemetry();
        var started = new TaskCompletionSource();
        var guarded = new CircuitBreakerPrimitive<int, int>(Make.Hangs(started), new CircuitBreakerOptions { FailureThreshold = 1 });
        var limited = new TimeoutPrimitive<int, int>(Cache(guarded), new TimeoutOptions { TimeProvider = _time });
        using var stop = new CancellationTokenSource();
        Task<int> call = limited.ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        await started.Task;
        if (limit)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
        }
        else
        {
            await stop.CancelAsync();
        }

        await Assert.ThrowsAnyAsync<Exception>(() => call);
        await Eventually.True(() => telemetry.SpansNamed("cache.fill").Any(), "the execution has ended");
        Assert.Equal(state, guarded.State);
    }

    [Fact]
    public async Task After_its_deadline_a_caller_starts_nothing()
    {
        var late = new WorkflowContext("w") { Deadline = _time.GetUtcNow().AddSeconds(-1) };
        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => Cache().ExecuteAsync(1, late).AsTask());
        Assert.Equal(0, _calls);
    }

    [Fact]
    public async Task The_cost_is_booked_to_one_who_waits_and_not_to_one_who_left()
    {
        CachePrimitive<int, int> cache = Cache();
        using var stop = new CancellationTokenSource();
        WorkflowContext leaver = Make.Context();
        WorkflowContext[] stayers = [Make.Context(), Make.Context()];
        Task<int> left = cache.ExecuteAsync(1, leaver, stop.Token).AsTask();
        Task<int>[] stay = [.. stayers.Select(context => cache.ExecuteAsync(1, context).AsTask())];
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _result.SetResult(42);
        await Task.WhenAll(stay);

        Assert.Equal(default, leaver.Usage.Snapshot());
        Assert.Equal([0.1m, 0m], stayers.Select(context => context.Usage.Snapshot().CostUsd));
        Assert.Equal("m", Assert.Single(stayers[0].Usage.ByModel()).Model);
    }

    [Fact]
    public async Task The_cost_of_what_nobody_waited_for_any_more_is_booked_to_the_last_who_left()
    {
        CachePrimitive<int, int> cache = Cache();
        using var stop = new CancellationTokenSource();
        WorkflowContext context = Make.Context();
        Task<int> left = cache.ExecuteAsync(1, context, stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _result.SetResult(42);
        await Eventually.True(() => context.Usage.Snapshot().CostUsd == 0.1m, "the cost is booked");
    }

    [Fact]
    public async Task A_hit_saves_what_the_result_had_cost_and_not_what_the_workflow_had()
    {
        WorkflowContext context = Make.Context();
        context.Usage.AddCall(1, 1, 5m);
        CachePrimitive<int, int> cache = Cache();
        _result.SetResult(42);
        await cache.ExecuteAsync(1, context);
        await cache.ExecuteAsync(1, context);
        Assert.Equal((5.1m, 0.1m), (context.Usage.Snapshot().CostUsd, context.Usage.Snapshot().SavedUsd));
    }

    [Fact]
    public async Task What_the_execution_does_to_the_state_reaches_no_caller()
    {
        WorkflowContext context = Make.Context();
        context.State["x"] = 1;
        var notes = new LambdaPrimitive<int, int>("notes", (i, c) => { Assert.Equal(1, c.State["x"]); c.State["x"] = 2; return i; });

        // A hit could not do it either.
        await Cache(notes).ExecuteAsync(1, context);
        Assert.Equal(1, context.State["x"]);
    }

    [Fact]
    public async Task The_execution_has_a_span_that_ends_with_its_work_and_that_those_who_share_it_link_to()
    {
        using var telemetry = new Telemetry();
        CachePrimitive<int, int> cache = Cache();
        using var stop = new CancellationTokenSource();
        Task<int> left = cache.ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        Task<int> shared = cache.ExecuteAsync(1, Make.Context()).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _result.SetResult(42);
        await shared;

        Activity fill = telemetry.Span("cache.fill");
        Activity work = telemetry.Span("primitive.lambda.execute");
        Activity[] callers = [.. telemetry.SpansNamed("primitive.cache.execute")];
        Assert.Equal(fill.SpanId, work.ParentSpanId);
        Assert.True(fill.StartTimeUtc + fill.Duration >= work.StartTimeUtc + work.Duration);
        Assert.Equal(callers[0].SpanId, fill.ParentSpanId);
        Assert.Empty(callers[0].Links);
        Assert.Equal(fill.Context, Assert.Single(callers[1].Links).Context);
    }

    [Fact]
    public async Task Where_only_the_callers_span_is_listened_to_no_strangers_span_is_marked()
    {
        using var stranger = new Activity("stranger").Start();
        CachePrimitive<int, int> cache = Cache();
        Task<int>[] callers = [cache.ExecuteAsync(1, Make.Context()).AsTask(), cache.ExecuteAsync(1, Make.Context()).AsTask()];
        _result.SetResult(42);
        await Task.WhenAll(callers);
        Assert.Empty(stranger.TagObjects);
        Assert.Empty(stranger.Links);
    }

    [Fact]
    public async Task When_all_have_left_the_next_caller_does_not_join_what_is_being_cancelled()
    {
        CachePrimitive<int, int> cache = Cache();
        using var stop = new CancellationTokenSource();
        Task<int> left = cache.ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        // The inner primitive has not noticed: it still runs.
        Task<int> next = cache.ExecuteAsync(1, Make.Context()).AsTask();
        Assert.Equal(2, _calls);
        _result.SetResult(42);
        Assert.Equal(42, await next);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_key_that_needs_itself_is_an_error_and_does_not_hang(int keys)
    {
        CachePrimitive<int, int>? cache = null;
        var recursive = new LambdaPrimitive<int, int>("recursive", async (i, context, stop) =>
        {
            await Task.Yield();
            return await cache!.ExecuteAsync((i + 1) % keys, context, stop);
        });
        cache = Cache(recursive);
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => cache.ExecuteAsync(0, Make.Context()).AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Contains("'answers'", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("key 0", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_callers_whose_keys_need_each_other_get_an_error_and_do_not_hang()
    {
        CachePrimitive<int, int>? cache = null;
        var both = new TaskCompletionSource();
        var crossed = new LambdaPrimitive<int, int>("crossed", async (i, _, stop) =>
        {
            if (Interlocked.Increment(ref _calls) == 2)
            {
                both.SetResult();
            }

            await both.Task;
            return await cache!.ExecuteAsync(1 - i, Make.Context(), stop);
        });
        cache = Cache(crossed);
        Task<int>[] callers = [cache.ExecuteAsync(0, Make.Context()).AsTask(), cache.ExecuteAsync(1, Make.Context()).AsTask()];
        foreach (Task<int> caller in callers)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => caller.WaitAsync(TimeSpan.FromSeconds(30)));
        }
    }

    [Fact]
    public async Task A_key_may_need_another_one()
    {
        CachePrimitive<int, int>? cache = null;
        var factorial = new LambdaPrimitive<int, int>(
            "factorial", async (i, context, stop) => i == 0 ? 1 : i * await cache!.ExecuteAsync(i - 1, context, stop));
        cache = Cache(factorial);
        Assert.Equal(120, await cache.ExecuteAsync(5, Make.Context()));
        Assert.Equal(6, cache.Count);
    }
}
