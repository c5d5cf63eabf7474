using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>What each adaptive primitive tries, in which order, and with which settings.</summary>
public sealed class AdaptiveLadderTests
{
    private readonly ManualTime _time = new(jumpToTimers: true);
    private readonly ManualTime _still = new();

    private static readonly LambdaPrimitive<int, int> Broken = Make.Throws();

    private AdaptiveOptions Options => new() { TimeProvider = _time };

    /// <summary>Lets it fail until nothing is left to try; returns what it did at first and what it tried.</summary>
    private static async Task<(string Baseline, (string Name, string Description)[] Tried)> Ladder<TSettings>(
        AdaptivePrimitive<int, int, TSettings> adaptive, int executions = 80)
    {
        for (int i = 0; i < executions; i++)
        {
            Exception thrown = await Assert.ThrowsAnyAsync<Exception>(() => adaptive.ExecuteAsync(i, Make.Context()).AsTask());
            Assert.True(thrown is InvalidOperationException or AllFallbacksFailedException, $"{thrown}");
        }

        return Told(adaptive);
    }

    private static (string Baseline, (string Name, string Description)[] Tried) Told<TSettings>(AdaptivePrimitive<int, int, TSettings> adaptive)
    {
        LearningSummary summary = Assert.Single(adaptive.GetLearningSummary());
        return (summary.Baseline.Description, [.. summary.Strategies.Select(s => (s.Name, s.Description))]);
    }

    private RetryOptions Retry(int retries, double from = 1, double longest = 60) => new()
    {
        MaxRetries = retries,
        BaseDelay = TimeSpan.FromSeconds(from),
        MaxDelay = TimeSpan.FromSeconds(longest),
        TimeProvider = _time,
    };

    [Fact]
    public async Task Retry_tries_more_longer_both_and_shorter()
    {
        var (baseline, tried) = await Ladder(new AdaptiveRetryPrimitive<int, int>(Broken, Retry(2), Options));
        Assert.Equal("2 retries from 1 s", baseline);
        Assert.Equal(
            [
                ("more_retries", "5 retries from 1 s"), ("longer_waits", "2 retries from 4 s"),
                ("more_and_longer", "5 retries from 4 s"), ("shorter_waits", "5 retries from 0.25 s"),
            ],
            tried);
    }

    [Fact]
    public async Task Retry_tries_ten_times_at_most_and_waits_no_longer_than_the_maximum()
    {
        var (_, tried) = await Ladder(new AdaptiveRetryPrimitive<int, int>(Broken, Retry(8, from: 1, longest: 3), Options));
        Assert.Equal(
            ["10 retries from 1 s", "8 retries from 3 s", "10 retries from 3 s", "10 retries from 0.25 s"], tried.Select(t => t.Description));
    }

    [Fact]
    public async Task Retry_never_tries_less_often_than_at_first_nor_the_same_under_another_name()
    {
        var (_, tried) = await Ladder(new AdaptiveRetryPrimitive<int, int>(Broken, Retry(12), Options));
        Assert.Equal([("longer_waits", "12 retries from 4 s"), ("shorter_waits", "12 retries from 0.25 s")], tried);
    }

    [Fact]
    public async Task Retry_begins_to_retry_where_it_did_not()
    {
        var (baseline, tried) = await Ladder(new AdaptiveRetryPrimitive<int, int>(Broken, Retry(0), Options));
        Assert.Equal("0 retries from 1 s", baseline);
        Assert.Equal(
            [("more_retries", "3 retries from 1 s"), ("more_and_longer", "3 retries from 4 s"), ("shorter_waits", "3 retries from 0.25 s")], tried);
    }

    [Fact]
    public async Task Retry_leaves_everything_else_as_configured()
    {
        using var telemetry = new Telemetry();
        var options = new RetryOptions
        {
            MaxRetries = 2,
            BaseDelay = TimeSpan.FromSeconds(1),
            BackoffFactor = 3,
            MaxDelay = TimeSpan.FromSeconds(2.5),
            Jitter = false,
            Randomizer = () => 0.5,
            ShouldRetry = e => e.Message == "boom",
            TimeProvider = _time,
        };
        await Ladder(new AdaptiveRetryPrimitive<int, int>(Broken, options, Options), 1);
        Assert.Equal([1, 2.5], _time.Delays.Select(d => d.TotalSeconds));
        Assert.Equal(2, telemetry.Sum("tta.retry.attempts", ("primitive_name", "adaptive_retry")));

        options.Jitter = true;
        await Ladder(new AdaptiveRetryPrimitive<int, int>(Broken, options, Options), 1);
        Assert.Equal([0.75, 1.875], _time.Delays.Skip(2).Select(d => d.TotalSeconds));

        options.ShouldRetry = e => e.Message != "boom";
        await Ladder(new AdaptiveRetryPrimitive<int, int>(Broken, options, Options), 1);
        Assert.Equal(4, _time.Delays.Count);
    }

    [Fact]
    public async Task Timeout_tries_longer_limits_up_to_the_longest()
    {
        (string Name, string Description)[] all =
        [
            ("limit_x1.5", "at most 15 s"), ("limit_x2", "at most 20 s"), ("limit_x4", "at most 40 s"), ("limit_x8", "at most 80 s"),
        ];
        var baseline = new TimeoutOptions { Limit = TimeSpan.FromSeconds(10), TimeProvider = _still };
        var (first, tried) = await Ladder(new AdaptiveTimeoutPrimitive<int, int>(Broken, baseline, options: Options));
        Assert.Equal("at most 10 s", first);
        Assert.Equal(all, tried);

        (_, tried) = await Ladder(new AdaptiveTimeoutPrimitive<int, int>(Broken, baseline, TimeSpan.FromSeconds(20), Options));
        Assert.Equal(all[..2], tried);

        (_, tried) = await Ladder(new AdaptiveTimeoutPrimitive<int, int>(Broken, baseline, TimeSpan.FromSeconds(10), Options));
        Assert.Empty(tried);
    }

    [Fact]
    public async Task Timeout_keeps_within_a_day_which_is_what_a_limit_may_be()
    {
        var baseline = new TimeoutOptions { Limit = TimeSpan.FromHours(12), TimeProvider = _still };
        var (_, tried) = await Ladder(new AdaptiveTimeoutPrimitive<int, int>(Broken, baseline, options: Options));
        Assert.Equal([("limit_x1.5", "at most 64800 s"), ("limit_x2", "at most 86400 s")], tried);
        Assert.Throws<ArgumentOutOfRangeException>(() => new AdaptiveTimeoutPrimitive<int, int>(Broken, baseline, TimeSpan.FromHours(25)));
    }

    [Fact]
    public async Task Timeout_names_itself_when_its_limit_is_passed()
    {
        var time = new ManualTime();
        var started = new TaskCompletionSource();
        Task<int> run = new AdaptiveTimeoutPrimitive<int, int>(
            Make.Hangs(started), new TimeoutOptions { TimeProvider = time }, options: new AdaptiveOptions { Name = "patient" }).ExecuteAsync(1, Make.Context()).AsTask();
        await started.Task;
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal("patient", (await Assert.ThrowsAsync<WorkflowTimeoutException>(() => run)).Primitive);
    }

    [Fact]
    public async Task Fallback_tries_each_of_the_others_first()
    {
        // The last one always answers: an execution is no failure then, and what is tried is judged by who answered.
        var fallback = new AdaptiveFallbackPrimitive<int, int>([Make.Throws(name: "a"), Make.Throws(name: "b"), Make.Add(1, "c")], options: Options);
        for (int i = 0; i < 60; i++)
        {
            Assert.Equal(i + 1, await fallback.ExecuteAsync(i, Make.Context()));
        }

        var (baseline, tried) = Told(fallback);
        Assert.Equal("a, then b, then c", baseline);
        Assert.Equal([("b_first", "b, then a, then c"), ("c_first", "c, then a, then b")], tried);
        Assert.Equal("c_first", Assert.Single(fallback.GetLearningSummary()).Current);
    }

    [Fact]
    public async Task Fallback_that_has_tried_all_stays_with_the_baseline()
    {
        var (_, tried) = await Ladder(new AdaptiveFallbackPrimitive<int, int>([Make.Throws(name: "a"), Make.Throws(name: "b")], options: Options));
        Assert.Equal([("b_first", "b, then a")], tried);
    }

    [Fact]
    public async Task Fallback_falls_back_from_what_it_is_told_to()
    {
        var picky = new FallbackOptions { ShouldHandle = e => e is not InvalidOperationException };
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => new AdaptiveFallbackPrimitive<int, int>([Broken, Make.Add(1)], picky, Options).ExecuteAsync(1, Make.Context()).AsTask());
    }

    [Fact]
    public async Task Cache_keeps_a_quarter_then_half_of_the_rest_then_all_of_the_longest_time()
    {
        // No key is asked for twice: a cache that never hits tries everything.
        var cache = new AdaptiveCachePrimitive<int, int>(
            Make.Add(1), (i, _) => $"{i}", new CacheOptions<int> { TimeToLive = TimeSpan.FromSeconds(100), TimeProvider = _time }, options: Options);
        for (int i = 0; i < 200; i++)
        {
            await cache.ExecuteAsync(i, Make.Context());
        }

        var (baseline, tried) = Told(cache);
        Assert.Equal("results are good for 25 s", baseline);
        Assert.Equal([("keep_longer_1", "results are good for 62.5 s"), ("keep_longer_2", "results are good for 100 s")], tried);
        Assert.All(cache.GetLearningSummary()[0].Strategies, s => Assert.Equal((StrategyState.Rejected, "0 % is not enough better than 0 %."), (s.State, s.Reason)));
    }

    [Fact]
    public async Task Cache_is_counted_under_its_own_name_or_the_primitives()
    {
        using var telemetry = new Telemetry();
        await new AdaptiveCachePrimitive<int, int>(Make.Add(1), (_, _) => "k").ExecuteAsync(1, Make.Context());
        await new AdaptiveCachePrimitive<int, int>(Make.Add(1), (_, _) => "k", new CacheOptions<int> { Name = "own" }).ExecuteAsync(1, Make.Context());
        Assert.Equal(["adaptive_cache", "own"], telemetry.Of("tta.cache.operations").Select(m => m.Labels["cache_name"]).Distinct());
    }

    [Fact]
    public void Nonsense_is_refused_at_construction()
    {
        Assert.Throws<ArgumentNullException>("inner", () => new AdaptiveRetryPrimitive<int, int>(null!));
        Assert.Throws<ArgumentNullException>("inner", () => new AdaptiveTimeoutPrimitive<int, int>(null!));
        Assert.Throws<ArgumentNullException>("choices", () => new AdaptiveFallbackPrimitive<int, int>(null!));
        Assert.Throws<ArgumentException>("choices", () => new AdaptiveFallbackPrimitive<int, int>([Broken, null!]));
        var minute = new CacheOptions<int> { TimeToLive = TimeSpan.FromMinutes(1) };
        foreach (int seconds in new[] { -1, 0, 61 })
        {
            Assert.Throws<ArgumentOutOfRangeException>(
                "baseline", () => new AdaptiveCachePrimitive<int, int>(Broken, (_, _) => "k", minute, TimeSpan.FromSeconds(seconds)));
        }

        Assert.NotNull(new AdaptiveCachePrimitive<int, int>(Broken, (_, _) => "k", minute, TimeSpan.FromMinutes(1)));
    }
}
