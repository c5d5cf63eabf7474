using System.Diagnostics;
using System.Text.Json.Serialization;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed partial class CacheSecondLevelTests
{
    private readonly ManualTime _time = new();
    private readonly FakeDistributedCache _second = new();
    private int _calls;

    private CachePrimitive<string, string?> Cache(TimeProvider? time = null) => new(
        new LambdaPrimitive<string, string?>("inner", (s, c) =>
        {
            Interlocked.Increment(ref _calls);
            c.Usage.AddCall(1, 1, 0.5m);
            return s == "null" ? null : s + "!";
        }),
        (s, _) => s,
        new CacheOptions<string?> { Name = "answers", TimeProvider = time ?? _time, TimeToLive = TimeSpan.FromSeconds(10), SecondLevel = _second });

    [Theory]
    [InlineData("a", "a!")]
    [InlineData("null", null)]
    public async Task Another_process_finds_the_result_with_its_age_and_savings(string key, string? expected)
    {
        await Cache().ExecuteAsync(key, Make.Context());
        _time.Advance(TimeSpan.FromSeconds(4));
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        CachePrimitive<string, string?> there = Cache();
        Assert.Equal(expected, await there.ExecuteAsync(key, context));

        Assert.Equal(1, _calls);
        Assert.Equal(0.5m, context.Usage.Snapshot().SavedUsd);
        Activity lookup = telemetry.Span("cache.redis.lookup");
        Assert.Equal((true, 4.0, 0.5), (lookup.GetTagItem("cache.hit"), lookup.GetTagItem("cache.age_seconds"), lookup.GetTagItem("cache.savings_usd")));
        Assert.Equal(1, telemetry.Sum("tta.cache.operations", ("backend", "redis"), ("operation", "hit")));

        // From then on it is in memory there, no longer than it would have lived here.
        _time.Advance(TimeSpan.FromSeconds(5));
        await there.ExecuteAsync(key, Make.Context());
        Assert.Single(telemetry.SpansNamed("cache.redis.lookup"));
        _time.Advance(TimeSpan.FromSeconds(1));
        await there.ExecuteAsync(key, Make.Context());
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task When_it_fails_the_inner_primitive_answers_and_the_error_is_counted()
    {
        using var telemetry = new Telemetry();
        _second.Failure = new IOException("connection refused");
        Assert.Equal("a!", await Cache().ExecuteAsync("a", Make.Context()));

        // It is not asked to keep the result that it could not look up.
        Assert.Equal(1, telemetry.Sum("tta.cache.operations", ("backend", "redis"), ("operation", "error")));
        Assert.Equal(ActivityStatusCode.Error, telemetry.Span("cache.redis.lookup").Status);
        Assert.Equal("success", telemetry.Span("primitive.cache.execute").GetTagItem("execution.status"));
    }

    [Fact]
    public async Task When_it_hangs_the_inner_primitive_answers_after_the_time_limit()
    {
        _second.Hangs = true;
        var time = new ManualTime(jumpToTimers: true);
        Assert.Equal("a!", await Cache(time).ExecuteAsync("a", Make.Context()));
        Assert.Equal([TimeSpan.FromMilliseconds(500)], time.Delays);
    }

    [Fact]
    public async Task What_it_is_asked_is_cancelled_at_the_time_limit()
    {
        _second.Hangs = true;
        await Cache(new ManualTime(jumpToTimers: true)).ExecuteAsync("a", Make.Context());
        await Eventually.True(() => _second.Cancelled == 1, "the look-up was cancelled");
    }

    [Fact]
    public async Task A_failure_that_comes_after_the_time_limit_is_not_left_unobserved()
    {
        int unobserved = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs e) =>
            unobserved += e.Exception.InnerException is LateFailureException ? 1 : 0;

        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            await LoseTwentyAsync();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }

        Assert.Equal(0, unobserved);
    }

    /// <summary>In a method of its own, so that nothing holds on to the tasks.</summary>
    private async Task LoseTwentyAsync()
    {
        for (int i = 0; i < 20; i++)
        {
            var late = new TaskCompletionSource<byte[]?>();
            _second.Deaf = () => late.Task;
            await Cache(new ManualTime(jumpToTimers: true)).ExecuteAsync($"{i}", Make.Context());
            late.SetException(new LateFailureException());
        }

        _second.Deaf = null;
    }

    [Fact]
    public async Task A_result_that_cannot_be_serialized_shows_in_a_span()
    {
        using var telemetry = new Telemetry();
        var options = new CacheOptions<int> { Name = "answers", SecondLevel = _second, Serializer = new Refuses() };
        Assert.Equal(2, await new CachePrimitive<int, int>(Make.Add(1), (_, _) => "k", options).ExecuteAsync(1, Make.Context()));

        Activity store = telemetry.Span("cache.redis.store");
        Assert.Equal((ActivityStatusCode.Error, "System.NotSupportedException"), (store.Status, store.GetTagItem("error.type")));
        Assert.Equal(telemetry.Span("cache.fill").SpanId, store.ParentSpanId);
        Assert.Equal(1, telemetry.Sum("tta.cache.operations", ("backend", "redis"), ("operation", "error")));
        Assert.Equal("success", telemetry.Span("primitive.cache.execute").GetTagItem("execution.status"));
    }

    [Fact]
    public void A_second_level_asks_for_a_name_since_that_is_all_that_tells_caches_apart_there()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(
            () => new CachePrimitive<string, string?>(new LambdaPrimitive<string, string?>("x", s => s), (s, _) => s, new CacheOptions<string?> { SecondLevel = _second }));
        Assert.Contains("Name", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new AdaptiveCachePrimitive<string, string?>(
            new LambdaPrimitive<string, string?>("x", s => s), (s, _) => s, new CacheOptions<string?> { SecondLevel = _second }));
    }

    [Fact]
    public async Task Caches_of_one_name_and_other_types_do_not_answer_for_each_other()
    {
        await Cache().ExecuteAsync("1", Make.Context());
        var other = new CachePrimitive<int, string?>(
            new LambdaPrimitive<int, string?>("other", i => $"{i}?"), (i, _) => $"{i}", new CacheOptions<string?> { Name = "answers", SecondLevel = _second });
        Assert.Equal("1?", await other.ExecuteAsync(1, Make.Context()));
        Assert.Equal(2, _second.Entries.Count);
    }

    [Fact]
    public async Task While_it_keeps_failing_most_calls_do_not_ask_it_and_one_finds_out_when_it_is_back()
    {
        CachePrimitive<string, string?> cache = Cache();
        using var telemetry = new Telemetry();
        int key = 0;
        async Task<int> AskedIn(int calls)
        {
            int before = telemetry.SpansNamed("cache.redis.lookup").Count();
            for (int i = 0; i < calls; i++)
            {
                Assert.Equal($"{key}!", await cache.ExecuteAsync($"{key++}", Make.Context()));
            }

            return telemetry.SpansNamed("cache.redis.lookup").Count() - before;
        }

        _second.Failure = new IOException("connection refused");
        Assert.Equal(1, await AskedIn(5));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await AskedIn(5));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, await AskedIn(5));
        Assert.Empty(_second.Entries);

        _second.Failure = null;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(5, await AskedIn(5));
        Assert.Equal(5, _second.Entries.Count);
    }

    [Fact]
    public async Task What_is_not_there_is_a_miss_and_then_kept_for_its_time_to_live()
    {
        using var telemetry = new Telemetry();
        await Cache().ExecuteAsync("a", Make.Context());
        Assert.Equal(1, telemetry.Sum("tta.cache.operations", ("backend", "redis"), ("operation", "miss")));
        Assert.Equal(0, telemetry.Sum("tta.cache.operations", ("operation", "error")));
        Assert.Equal(10.0, telemetry.Span("cache.redis.lookup").GetTagItem("cache.ttl_seconds"));
        Assert.Equal([TimeSpan.FromSeconds(10)], _second.Lifetimes);
    }

    [Fact]
    public async Task A_result_that_it_cannot_keep_is_returned_and_the_error_counted()
    {
        using var telemetry = new Telemetry();
        _second.StoreFailure = new IOException("full");
        Assert.Equal("a!", await Cache().ExecuteAsync("a", Make.Context()));
        Assert.Equal(1, telemetry.Sum("tta.cache.operations", ("backend", "redis"), ("operation", "error")));
        Assert.Equal(1, telemetry.Sum("tta.cache.operations", ("backend", "redis"), ("operation", "miss")));
    }

    [Fact]
    public async Task A_cost_that_is_unknown_here_is_unknown_there_too()
    {
        CachePrimitive<string, string?> Unpriced() => new(
            new LambdaPrimitive<string, string?>("unpriced", (s, c) => { c.Usage.AddCall(1, 1, null); return s; }),
            (s, _) => s,
            new CacheOptions<string?> { Name = "answers", TimeProvider = _time, SecondLevel = _second });
        await Unpriced().ExecuteAsync("a", Make.Context());
        using var telemetry = new Telemetry();
        await Unpriced().ExecuteAsync("a", Make.Context());
        Activity lookup = telemetry.Span("cache.redis.lookup");
        Assert.Equal((true, null), (lookup.GetTagItem("cache.hit"), lookup.GetTagItem("cache.savings_usd")));
    }

    [Fact]
    public async Task An_entry_of_another_format_is_an_error_however_well_the_rest_reads()
    {
        await Cache().ExecuteAsync("a", Make.Context());
        string key = Assert.Single(_second.Entries.Keys);
        _second.Entries[key] = [9, .. _second.Entries[key][1..]];
        using var telemetry = new Telemetry();
        await Cache().ExecuteAsync("a", Make.Context());
        Assert.Equal(2, _calls);
        Assert.Equal(1, telemetry.Sum("tta.cache.operations", ("backend", "redis"), ("operation", "error")));
    }

    [Fact]
    public async Task A_caller_who_gives_up_while_it_is_asked_is_cancelled_and_that_is_no_error_of_its()
    {
        _second.Hangs = true;
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        Task<string?> waiting = Cache().ExecuteAsync("a", Make.Context(), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Eventually.True(() => telemetry.SpansNamed("cache.redis.lookup").Any(), "the look-up's span has ended");
        Assert.Equal("cancelled", telemetry.Span("cache.redis.lookup").GetTagItem("execution.status"));
        Assert.Equal(0, telemetry.Sum("tta.cache.operations", ("operation", "error")));
        Assert.Equal(0, _calls);
    }

    [Fact]
    public async Task Rubbish_in_it_is_no_reason_to_leave_it_alone()
    {
        CachePrimitive<string, string?> cache = Cache();
        await cache.ExecuteAsync("a", Make.Context());
        _second.Entries[Assert.Single(_second.Entries.Keys)] = [1, 2, 3];
        cache.Clear();
        await cache.ExecuteAsync("a", Make.Context());
        await cache.ExecuteAsync("b", Make.Context());
        Assert.Equal(2, _second.Entries.Count);
    }

    [Fact]
    public async Task Rubbish_in_it_counts_as_an_error_and_is_replaced()
    {
        await Cache().ExecuteAsync("a", Make.Context());
        string key = Assert.Single(_second.Entries.Keys);
        foreach (byte[] rubbish in new[] { [], [1, 2, 3], new byte[26], Enumerable.Repeat((byte)255, 40).ToArray(), [1, .. new byte[25], 9] })
        {
            _second.Entries[key] = rubbish;
            Assert.Equal("a!", await Cache().ExecuteAsync("a", Make.Context()));
            Assert.NotEqual(rubbish, _second.Entries[key]);
        }
    }

    [Fact]
    public async Task Other_types_go_through_a_serializer()
    {
        var options = new CacheOptions<Answer> { Name = "answers", SecondLevel = _second, Serializer = new JsonCacheSerializer<Answer>(Json.Default.Answer) };
        var inner = new LambdaPrimitive<string, Answer>("inner", s => new Answer(s, 42));
        await new CachePrimitive<string, Answer>(inner, (s, _) => s, options).ExecuteAsync("x", Make.Context());

        var never = new LambdaPrimitive<string, Answer>("never", Answer (string _) => throw new InvalidOperationException());
        Assert.Equal(new Answer("x", 42), await new CachePrimitive<string, Answer>(never, (s, _) => s, options).ExecuteAsync("x", Make.Context()));
    }

    private sealed class LateFailureException : Exception;

    private sealed class Refuses : ICacheSerializer<int>
    {
        public byte[] Serialize(int value) => throw new NotSupportedException("no");

        public int Deserialize(ReadOnlySpan<byte> bytes) => throw new NotSupportedException("no");
    }

    internal sealed record Answer(string Text, int Number);

    [JsonSerializable(typeof(Answer))]
    internal sealed partial class Json : JsonSerializerContext;
}
