using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Each adaptive primitive against a simulated dependency that changes, in virtual time.</summary>
public sealed class AdaptiveTests
{
    private readonly ManualTime _time = new(jumpToTimers: true);

    private AdaptiveOptions Options(AdaptiveMode mode = AdaptiveMode.Active) => new() { Mode = mode, TimeProvider = _time, Name = "adaptive" };

    private RetryOptions OneRetry() => new() { MaxRetries = 1, BaseDelay = TimeSpan.FromSeconds(1), Jitter = false, TimeProvider = _time };

    private static async Task<double> SuccessRate(WorkflowPrimitive<int, int> primitive, int executions, Action? before = null)
    {
        int succeeded = 0;
        for (int i = 0; i < executions; i++)
        {
            before?.Invoke();
            try
            {
                await primitive.ExecuteAsync(i, Make.Context());
                succeeded++;
            }
            catch (Exception exception) when (exception is InvalidOperationException or TimeoutException)
            {
            }
        }

        return (double)succeeded / executions;
    }

    /// <summary>Needs a number of calls for each execution before it answers.</summary>
    private static (LambdaPrimitive<int, int> Primitive, Action Next) Stubborn(Func<int> needed)
    {
        int left = 0;
        return (
            new LambdaPrimitive<int, int>("stubborn", i => --left > 0 ? throw new InvalidOperationException("not yet") : i),
            () => left = needed());
    }

    [Fact]
    public async Task Retry_starts_worse_and_ends_better_when_its_dependency_changes()
    {
        using var telemetry = new Telemetry();
        int needed = 1;
        (LambdaPrimitive<int, int> inner, Action next) = Stubborn(() => needed);
        var retry = new AdaptiveRetryPrimitive<int, int>(inner, OneRetry(), Options());

        Assert.Equal(1, await SuccessRate(retry, 20, next));
        Assert.Empty(Assert.Single(retry.GetLearningSummary()).Strategies);
        needed = 3;
        double worse = await SuccessRate(retry, 20, next);
        await SuccessRate(retry, 80, next);
        double better = await SuccessRate(retry, 50, next);

        Assert.True(worse <= 0.6, $"{worse}");
        Assert.True(better >= 0.85, $"{better}");
        LearningSummary summary = Assert.Single(retry.GetLearningSummary());
        Assert.Equal(("content_generation", "more_retries", false), (summary.Context, summary.Current, summary.Tripped));
        Assert.True(summary.Effectiveness > 0.05);
        StrategySummary adopted = Assert.Single(summary.Strategies, s => s.State == StrategyState.Adopted);
        Assert.Contains("instead of", adopted.Reason, StringComparison.Ordinal);
        (string, object?)[] labels = [("primitive_name", "adaptive"), ("context", "content_generation"), ("strategy", "more_retries")];
        Assert.Equal(1, telemetry.Sum("adaptive.strategies.created", labels));
        Assert.Equal(1, telemetry.Of("adaptive.strategy.success_rate", labels).Last().Value);
        Assert.True(telemetry.Of("adaptive.learning.effectiveness").Last().Value > 0.05);
        Assert.NotEmpty(telemetry.SpansNamed("primitive.adaptive.execute"));
    }

    [Fact]
    public async Task Timeout_starts_worse_and_ends_better_when_its_dependency_slows_down()
    {
        TimeSpan takes = TimeSpan.FromSeconds(0.5);
        var inner = new LambdaPrimitive<int, int>("slow", ValueTask<int> (int i, CancellationToken cancellationToken) =>
        {
            // Passing the limit on the way cancels the token.
            _clock.Advance(takes);
            cancellationToken.ThrowIfCancellationRequested();
            return new(i);
        });
        var timeout = new AdaptiveTimeoutPrimitive<int, int>(
            inner, new TimeoutOptions { Limit = TimeSpan.FromSeconds(1), TimeProvider = _clock }, options: new AdaptiveOptions { TimeProvider = _clock });

        Task<double> Rate(int n) => SuccessRate(timeout, n);
        Assert.Equal(1, await Rate(15));
        takes = TimeSpan.FromSeconds(1.4);
        double worse = await Rate(20);
        await Rate(80);
        double better = await Rate(40);

        Assert.True(worse <= 0.6, $"{worse}");
        Assert.True(better >= 0.85, $"{better}");
        Assert.Equal("limit_x1.5", Assert.Single(timeout.GetLearningSummary()).Current);
    }

    private readonly ManualTime _clock = new();

    [Fact]
    public async Task Fallback_learns_to_try_first_what_works()
    {
        bool down = false;
        int wasted = 0;
        var primary = new LambdaPrimitive<int, int>("primary", i => down ? throw Wasted() : i);
        Exception Wasted()
        {
            wasted++;
            return new InvalidOperationException("down");
        }

        var fallback = new AdaptiveFallbackPrimitive<int, int>([primary, Make.Add(1, "second"), Make.Add(2, "third")], options: Options());
        await SuccessRate(fallback, 15);
        down = true;
        await SuccessRate(fallback, 20);
        int atFirst = wasted;
        await SuccessRate(fallback, 60);
        wasted = 0;
        Assert.Equal(1, await SuccessRate(fallback, 20));

        Assert.True(atFirst >= 9, $"{atFirst}");
        Assert.True(wasted <= 3, $"{wasted}");
        LearningSummary summary = Assert.Single(fallback.GetLearningSummary());
        Assert.Equal("second_first", summary.Current);
        Assert.Single(summary.Strategies);
    }

    [Fact]
    public async Task Cache_learns_to_keep_longer_what_is_asked_for_again()
    {
        int calls = 0;
        var inner = new LambdaPrimitive<int, int>("inner", i => { calls++; return i; });
        var cache = new AdaptiveCachePrimitive<int, int>(
            inner,
            (_, _) => "always the same",
            new CacheOptions<int> { TimeToLive = TimeSpan.FromSeconds(100), TimeProvider = _time },
            baseline: TimeSpan.FromSeconds(5),
            Options());
        async Task<double> Misses(int n)
        {
            calls = 0;
            await SuccessRate(cache, n, () => _time.Advance(TimeSpan.FromSeconds(6)));
            return (double)calls / n;
        }

        double worse = await Misses(10);
        await Misses(100);
        double better = await Misses(60);
        Assert.True(worse >= 0.9, $"{worse}");
        Assert.True(better <= 0.3, $"{better}");
        Assert.NotEqual("baseline", Assert.Single(cache.GetLearningSummary()).Current);
    }

    [Fact]
    public async Task Too_many_failures_trip_it_back_to_the_baseline_for_300_seconds_and_it_recovers()
    {
        using var telemetry = new Telemetry();
        int needed = 3;
        (LambdaPrimitive<int, int> inner, Action next) = Stubborn(() => needed);
        var retry = new AdaptiveRetryPrimitive<int, int>(inner, OneRetry(), Options());
        await SuccessRate(retry, 60, next);
        Assert.Equal("more_retries", Assert.Single(retry.GetLearningSummary()).Current);

        needed = 99;
        for (int i = 0; i < 30 && !retry.GetLearningSummary()[0].Tripped; i++)
        {
            await SuccessRate(retry, 1, next);
        }

        Assert.True(retry.GetLearningSummary()[0].Tripped);
        Assert.Equal("baseline", retry.GetLearningSummary()[0].Current);
        Assert.Equal(1, telemetry.Sum("adaptive.circuit_breaker.activations", ("primitive_name", "adaptive"), ("context", "content_generation")));

        needed = 3;
        _time.Advance(TimeSpan.FromSeconds(299));
        Assert.True(retry.GetLearningSummary()[0].Tripped);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(retry.GetLearningSummary()[0].Tripped);
        Assert.Equal("more_retries", retry.GetLearningSummary()[0].Current);
        Assert.True(await SuccessRate(retry, 40, next) >= 0.8);
    }

    [Theory]
    [InlineData(AdaptiveMode.Disabled, 0, 0)]
    [InlineData(AdaptiveMode.Observe, 1, 0)]
    [InlineData(AdaptiveMode.Validate, 1, 10)]
    public async Task Short_of_active_nothing_is_adopted(AdaptiveMode mode, int proposed, int leastTrials)
    {
        (LambdaPrimitive<int, int> inner, Action next) = Stubborn(() => 3);
        var retry = new AdaptiveRetryPrimitive<int, int>(inner, OneRetry(), Options(mode));
        await SuccessRate(retry, 60, next);

        LearningSummary summary = Assert.Single(retry.GetLearningSummary());
        Assert.Equal("baseline", summary.Current);
        Assert.Equal(proposed, summary.Strategies.Count);
        Assert.True(summary.Strategies.Sum(s => s.Executions) >= leastTrials);
        Assert.All(summary.Strategies, s => Assert.NotEqual(StrategyState.Adopted, s.State));
    }

    [Fact]
    public async Task Nothing_is_adopted_before_ten_executions_on_both_sides()
    {
        (LambdaPrimitive<int, int> inner, Action next) = Stubborn(() => 3);
        var retry = new AdaptiveRetryPrimitive<int, int>(inner, OneRetry(), Options());
        for (int i = 0; i < 200 && retry.GetLearningSummary().All(s => s.Current == "baseline"); i++)
        {
            await SuccessRate(retry, 1, next);
        }

        LearningSummary summary = Assert.Single(retry.GetLearningSummary());
        Assert.Equal("more_retries", summary.Current);
        Assert.Equal(10, Assert.Single(summary.Strategies).Executions);
        Assert.InRange(summary.Baseline.Executions, 10, 25);
    }

    [Fact]
    public async Task What_helps_too_little_is_rejected_and_the_number_of_strategies_is_bounded()
    {
        (LambdaPrimitive<int, int> inner, Action next) = Stubborn(() => 99);
        AdaptiveOptions options = Options();
        options.MaxStrategies = 2;
        var retry = new AdaptiveRetryPrimitive<int, int>(inner, OneRetry(), options);
        await SuccessRate(retry, 200, next);

        LearningSummary summary = Assert.Single(retry.GetLearningSummary());
        Assert.Equal(2, summary.Strategies.Count);
        Assert.All(summary.Strategies, s => Assert.Equal((StrategyState.Rejected, 5), (s.State, s.Executions)));
    }

    [Fact]
    public async Task What_takes_too_much_longer_is_rejected()
    {
        // One in two works at once, the others need a second, very slow try.
        int n = 0;
        int left = 0;
        var inner = new LambdaPrimitive<int, int>("inner", i => --left > 0 ? throw new InvalidOperationException() : i);
        var retry = new AdaptiveRetryPrimitive<int, int>(
            inner, new RetryOptions { MaxRetries = 0, BaseDelay = TimeSpan.FromSeconds(50), Jitter = false, TimeProvider = _time }, Options());
        await SuccessRate(retry, 200, () => { _time.Advance(TimeSpan.FromSeconds(1)); left = n++ % 4 < 2 ? 1 : 2; });

        Assert.Contains(Assert.Single(retry.GetLearningSummary()).Strategies, s => s.Reason.Contains("longer", StringComparison.Ordinal));
        Assert.Equal("baseline", retry.GetLearningSummary()[0].Current);
    }

    [Fact]
    public async Task Contexts_are_learned_apart_and_their_number_is_bounded()
    {
        AdaptiveOptions options = Options();
        options.MaxContexts = 2;
        options.ContextKey = c => c.AgentType;
        var retry = new AdaptiveRetryPrimitive<int, int>(Make.Add(1), OneRetry(), options);
        foreach (string agent in new[] { "a", "b", "c", "d" })
        {
            await retry.ExecuteAsync(1, new WorkflowContext("w") { AgentType = agent });
        }

        Assert.Equal(["a", "b", "other"], retry.GetLearningSummary().Select(s => s.Context));
        Assert.Equal(2, retry.GetLearningSummary()[2].Baseline.Executions);
    }

    [Fact]
    public void Nonsense_is_refused_at_construction()
    {
        Assert.Throws<ArgumentException>(() => new AdaptiveFallbackPrimitive<int, int>([Make.Add(1)]));
        Assert.Throws<ArgumentException>(() => new AdaptiveRetryPrimitive<int, int>(Make.Add(1), null, new AdaptiveOptions { TripRate = 2 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new AdaptiveTimeoutPrimitive<int, int>(Make.Add(1), longest: TimeSpan.FromSeconds(1)));
    }
}
