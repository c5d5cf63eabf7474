using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class SelectorTests
{
    private static async Task<string[]> Choose<TIn>(IRouteSelector<TIn> selector, params TIn[] inputs)
    {
        var decisions = new List<string>();
        foreach (TIn input in inputs)
        {
            RouteDecision decision = await selector.SelectAsync(input, Make.Context(), default);
            decisions.Add($"{decision.Route} {decision.Reason}");
        }

        return [.. decisions];
    }

    [Fact]
    public async Task By_cost_takes_the_cheapest_and_an_unknown_cost_only_when_none_is_known()
    {
        var prices = new Dictionary<string, decimal?> { ["dear"] = 2m, ["unknown"] = null, ["cheap"] = 1m };
        Assert.Equal(["cheap cost"], await Choose(new CostSelector<int>(prices.Keys, (route, tokens) => prices[route] * tokens), 5));
        Assert.Equal(["dear cost"], await Choose(new CostSelector<int>(prices.Keys, (_, _) => null), 5));
    }

    [Fact]
    public async Task Round_robin_takes_turns() =>
        Assert.Equal(
            ["a round_robin", "b round_robin", "a round_robin"], await Choose(new RoundRobinSelector<int>(["a", "b"]), 0, 0, 0));

    [Fact]
    public async Task By_complexity_takes_the_first_route_that_is_up_to_it()
    {
        var selector = new ComplexitySelector<string>(s => s.Length, [(10, "large"), (3, "small")], "huge");
        Assert.Equal(["small complexity", "large complexity", "huge complexity"], await Choose(selector, "abc", "abcd", new string('x', 11)));
    }

    [Fact]
    public async Task By_latency_learns_the_fastest_route_and_looks_at_the_others_now_and_then()
    {
        var selector = new LatencySelector<int>(["slow", "fast"], exploreEvery: 3);
        Assert.Equal(["slow exploration"], await Choose(selector, 0));
        selector.Observe("slow", TimeSpan.FromSeconds(2), RouteOutcome.Succeeded);
        Assert.Equal(["fast exploration"], await Choose(selector, 0));
        selector.Observe("fast", TimeSpan.FromSeconds(1), RouteOutcome.Succeeded);
        Assert.Equal(["fast latency", "fast latency", "slow exploration", "fast latency"], await Choose(selector, 0, 0, 0, 0));

        // The fast one becomes slow: after a few observations the other is taken.
        for (int i = 0; i < 5; i++)
        {
            selector.Observe("fast", TimeSpan.FromSeconds(9), RouteOutcome.Succeeded);
        }

        Assert.Contains("slow latency", await Choose(selector, 0, 0));
    }

    [Fact]
    public async Task By_latency_does_not_take_failing_fast_for_being_fast()
    {
        var selector = new LatencySelector<int>(["works", "fails"], exploreEvery: 0);
        selector.Observe("works", TimeSpan.FromSeconds(2), RouteOutcome.Succeeded);
        selector.Observe("fails", TimeSpan.FromMilliseconds(1), RouteOutcome.Failed);
        Assert.Equal(["works latency"], await Choose(selector, 0));
    }

    [Fact]
    public async Task A_router_tells_its_selector_how_the_routes_did()
    {
        var selector = new LatencySelector<int>(["bad", "good"], exploreEvery: 0);
        var router = new RouterPrimitive<int, int>(
            new Dictionary<string, WorkflowPrimitive<int, int>> { ["bad"] = Make.Throws(), ["good"] = Make.Add(1) }, selector);
        await Assert.ThrowsAsync<InvalidOperationException>(() => router.ExecuteAsync(1, Make.Context()).AsTask());
        Assert.Equal(2, await router.ExecuteAsync(1, Make.Context()));
        Assert.Equal(2, await router.ExecuteAsync(1, Make.Context()));
    }

    [Fact]
    public async Task A_router_measures_its_routes_by_its_own_clock()
    {
        var time = new ManualTime();
        WorkflowPrimitive<int, int> Takes(int seconds) => new LambdaPrimitive<int, int>($"takes{seconds}", i =>
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            return seconds;
        });
        var router = new RouterPrimitive<int, int>(
            new Dictionary<string, WorkflowPrimitive<int, int>> { ["slow"] = Takes(5), ["fast"] = Takes(1) },
            new LatencySelector<int>(["slow", "fast"], exploreEvery: 0),
            new RouterOptions { TimeProvider = time });

        Assert.Equal(5, await router.ExecuteAsync(0, Make.Context()));
        Assert.Equal(1, await router.ExecuteAsync(0, Make.Context()));
        Assert.Equal(1, await router.ExecuteAsync(0, Make.Context()));
    }

    [Fact]
    public async Task A_selector_that_learns_is_told_a_route_that_a_limit_cut_off_as_failed_and_one_that_was_given_up_as_abandoned()
    {
        var time = new ManualTime();
        var told = new Told();
        var started = new TaskCompletionSource();
        var router = new RouterPrimitive<int, int>(
            new Dictionary<string, WorkflowPrimitive<int, int>> { ["dead"] = Make.Hangs(started) }, told, new RouterOptions { TimeProvider = time });
        var limited = new TimeoutPrimitive<int, int>(router, new TimeoutOptions { Limit = TimeSpan.FromSeconds(5), TimeProvider = time });
        Task<int> cutOff = limited.ExecuteAsync(1, Make.Context()).AsTask();
        await started.Task;
        time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => cutOff);

        using var stop = new CancellationTokenSource();
        Task<int> givenUp = limited.ExecuteAsync(1, Make.Context(), stop.Token).AsTask();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givenUp);
        Assert.Equal([("dead", 5.0, RouteOutcome.Failed), ("dead", 0.0, RouteOutcome.Abandoned)], told.Outcomes);
    }

    [Fact]
    public void Without_routes_they_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new RoundRobinSelector<int>([]));
        Assert.Throws<ArgumentException>(() => new CostSelector<int>([" "], (_, _) => 1));
    }

    [Fact]
    public async Task By_latency_weighs_a_new_time_with_three_tenths()
    {
        var selector = new LatencySelector<int>(["a", "b"], exploreEvery: 0);
        selector.Observe("a", TimeSpan.FromSeconds(1), RouteOutcome.Succeeded);
        selector.Observe("a", TimeSpan.FromSeconds(2), RouteOutcome.Succeeded);
        selector.Observe("b", TimeSpan.FromSeconds(1.29), RouteOutcome.Succeeded);
        Assert.Equal(["b latency"], await Choose(selector, 0));

        var other = new LatencySelector<int>(["a", "b"], exploreEvery: 0);
        other.Observe("a", TimeSpan.FromSeconds(1), RouteOutcome.Succeeded);
        other.Observe("a", TimeSpan.FromSeconds(2), RouteOutcome.Succeeded);
        other.Observe("b", TimeSpan.FromSeconds(1.31), RouteOutcome.Succeeded);
        Assert.Equal(["a latency"], await Choose(other, 0));
    }

    [Fact]
    public async Task By_latency_takes_the_first_of_equally_fast_routes_and_ignores_a_stranger()
    {
        var selector = new LatencySelector<int>(["a", "b", "c"], exploreEvery: 2);
        foreach (string route in new[] { "a", "b", "c", "stranger" })
        {
            selector.Observe(route, TimeSpan.FromSeconds(route == "stranger" ? 0 : 1), RouteOutcome.Succeeded);
        }

        Assert.Equal(
            ["a latency", "a exploration", "a latency", "b exploration", "a latency", "c exploration", "a latency", "a exploration"],
            await Choose(selector, 0, 0, 0, 0, 0, 0, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatencySelector<int>(["a"], -1));
    }

    /// <summary>Chooses the only route, and notes how it did.</summary>
    private sealed class Told : IRouteSelector<int>, IRouteObserver
    {
        public List<(string Route, double Seconds, RouteOutcome Outcome)> Outcomes { get; } = [];

        public ValueTask<RouteDecision> SelectAsync(int input, WorkflowContext context, CancellationToken cancellationToken) =>
            new(new RouteDecision("dead", RouteReasons.Rule));

        public void Observe(string route, TimeSpan duration, RouteOutcome outcome) => Outcomes.Add((route, duration.TotalSeconds, outcome));
    }
}
