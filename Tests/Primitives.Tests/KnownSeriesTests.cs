using Microsoft.Extensions.Caching.Distributed;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class KnownSeriesTests
{
    private static readonly JsonPriceTable Prices = JsonPriceTable.Parse(
        """{"prices":[{"provider":"known","model":"priced","prompt_per_million":1,"completion_per_million":1}]}""");

    [Fact]
    public void Every_known_series_begins_at_zero()
    {
        using var telemetry = new Telemetry();
        Announce();

        Assert.NotEmpty(telemetry.Measurements);
        Assert.All(telemetry.Measurements, measurement => Assert.Equal(0, measurement.Value));
    }

    [Fact]
    public async Task What_happens_later_continues_the_very_same_series()
    {
        using var telemetry = new Telemetry();
        Announce();
        var known = telemetry.Measurements.Select(Series).ToHashSet();
        var covered = telemetry.Measurements.Select(measurement => measurement.Instrument.Name).ToHashSet();

        await Everything();

        var later = telemetry.Measurements.Where(m => m.Value != 0 && covered.Contains(m.Instrument.Name)).ToList();
        Assert.Equal(covered, later.Select(m => m.Instrument.Name).ToHashSet());
        Assert.All(later, measurement => Assert.Contains(Series(measurement), known));
    }

    [Fact]
    public void A_model_without_a_price_has_no_cost_series()
    {
        using var telemetry = new Telemetry();
        KnownSeries.Model("known", "unpriced", Prices);
        KnownSeries.Model("known", "priced");

        Assert.Empty(telemetry.Of("tta.llm.cost.dollars"));
        Assert.Equal(4, telemetry.Of("tta.llm.tokens").Count());
    }

    private static void Announce()
    {
        KnownSeries.Workflow("known_flow", "test", "tester");
        KnownSeries.Model("known", "priced", Prices, "known_flow");
        KnownSeries.Model("known", "unpriced", Prices, "known_flow");
        KnownSeries.Cache("known_cache", "redis", "known_flow");
        KnownSeries.Retry("known_retry");
        KnownSeries.Fallback("known_fallback", "known_second");
        KnownSeries.Timeout("known_limit");
        KnownSeries.Adaptive("known_adaptive", "known_flow");
        KnownSeries.Fallback("known_adaptive", "known_first");
        KnownSeries.Fallback("known_adaptive", "known_second");
        KnownSeries.Budget("known_purse", Purse(1), degrades: false, "known_flow");
        KnownSeries.Budget("known_purse", Purse(2), degrades: true, "known_flow");
        KnownSeries.Race("known_race", ["spender", "known_runner"], "known_flow");
        KnownSeries.Answers("known", "priced", "known_flow");
    }

    /// <summary>Has one limit of each kind that an execution can reach, and room for one key.</summary>
    private static BudgetOptions Purse(int limits) => new()
    {
        Name = "known_purse",
        MaxCalls = 1,
        MaxTokens = limits > 1 ? 1 : null,
        Scope = BudgetScope.Key,
        MaxAccounts = 1,
    };

    [Fact]
    public void Only_what_a_budget_can_decide_is_announced()
    {
        using var telemetry = new Telemetry();
        KnownSeries.Budget("b", new BudgetOptions { MaxTime = TimeSpan.FromSeconds(1), MaxCostUsd = 1 }, degrades: true);
        KnownSeries.Budget("c", new BudgetOptions { MaxTokens = 1, Scope = BudgetScope.Workflow }, degrades: false);

        Assert.Equal(
            ["b degraded dollars", "b degraded time", "c refused tokens", "c forgotten unknown"],
            telemetry.Of("tta.budget.decisions").Select(m => $"{m.Labels["primitive_name"]} {m.Labels["decision"]} {m.Labels["limit"]}"));
        Assert.Throws<ArgumentNullException>("options", () => KnownSeries.Budget("d", null!, degrades: true));
    }

    /// <summary>Makes each of the announced events happen.</summary>
    private static async Task Everything()
    {
        var context = new WorkflowContext("known_flow") { AgentType = "tester" };
        var options = new WorkflowExecutionOptions { WorkflowType = "test" };
        using (var execution = WorkflowExecution.Start(context, options))
        {
            execution.Succeed();
        }

        using (WorkflowExecution.Start(context, options))
        {
            // Ends without a verdict: failed.
        }

        var model = new LlmPrimitive(
            ScriptedChatClient.Answering("text", 1000, 500), new LlmOptions { Provider = "known", Model = "priced", Prices = Prices });
        var cache = new CachePrimitive<string, LlmResponse>(model, (prompt, _) => prompt, new CacheOptions<LlmResponse> { Name = "known_cache", MaxEntries = 1 });
        foreach (string prompt in (string[])["a", "a", "b"])
        {
            await cache.ExecuteAsync(prompt, context);
        }

        IDistributedCache shared = new FakeDistributedCache();
        for (int process = 0; process < 2; process++)
        {
            await new CachePrimitive<string, string?>(
                new LambdaPrimitive<string, string?>("same", text => text),
                (text, _) => text,
                new CacheOptions<string?> { Name = "known_cache", SecondLevel = shared, Serializer = new TextCacheSerializer() }).ExecuteAsync("c", context);
        }

        await new LlmPrimitive(
            ScriptedChatClient.Answering("text", 1000, 500), new LlmOptions { Provider = "known", Model = "unpriced", Prices = Prices })
            .ExecuteAsync("a", context);

        var unpricedCache = new CachePrimitive<string, LlmResponse>(
            new LlmPrimitive(
                ScriptedChatClient.Answering("text", 1000, 500), new LlmOptions { Provider = "known", Model = "unpriced", Prices = Prices }),
            (prompt, _) => prompt,
            new CacheOptions<LlmResponse> { Name = "known_cache" });
        await unpricedCache.ExecuteAsync("a", context);
        await unpricedCache.ExecuteAsync("a", context);

        int tries = 0;
        var shaky = new LambdaPrimitive<int, int>("shaky", i => ++tries < 3 ? throw new InvalidOperationException() : i);
        await new RetryPrimitive<int, int>(shaky, new RetryOptions { Name = "known_retry", BaseDelay = TimeSpan.Zero }).ExecuteAsync(1, context);
        await new FallbackPrimitive<int, int>(Make.Throws(), [Make.Add(1, "known_second")], new FallbackOptions { Name = "known_fallback" })
            .ExecuteAsync(1, context);
        await Assert.ThrowsAsync<WorkflowTimeoutException>(() => new TimeoutPrimitive<int, int>(
            Make.Add(1), new TimeoutOptions { Name = "known_limit" })
            .ExecuteAsync(1, new WorkflowContext("known_flow") { Deadline = DateTimeOffset.UnixEpoch }).AsTask());
        await SpendAsync(context);
        await TripAsync(context);
    }

    /// <summary>Asks for an answer of a shape that none has, and spends more than may be spent.</summary>
    private static async Task SpendAsync(WorkflowContext context)
    {
        var spender = new LambdaPrimitive<string, string>("spender", (key, inside) =>
        {
            inside.Usage.AddCall("known", "priced", 1, 1, 1m);
            return key;
        });
        var refuses = new BudgetPrimitive<string, string>(spender, Purse(1), key: (key, _) => key);
        var degrades = new BudgetPrimitive<string, string>(spender, Purse(2), spender, (key, _) => key);
        await refuses.ExecuteAsync("a", context);
        await degrades.ExecuteAsync("a", context);
        await Assert.ThrowsAsync<BudgetExceededException>(() => refuses.ExecuteAsync("a", context).AsTask());
        await degrades.ExecuteAsync("a", context);
        await refuses.ExecuteAsync("b", context);

        await new RacePrimitive<string, string>(
            [spender, new LambdaPrimitive<string, string>("known_runner", text => text + "!")],
            new RaceOptions { Name = "known_race" },
            text => text.EndsWith('!')).ExecuteAsync("a", context);

        var shaped = new LlmStructuredPrimitive<Shape>(
            ScriptedChatClient.Answering("no JSON", 1, 1), new LlmOptions { Provider = "known", Model = "priced", Prices = Prices, MaxRepairs = 0 });
        await Assert.ThrowsAsync<LlmAnswerException>(() => shaped.ExecuteAsync("a", context).AsTask());
    }

    private sealed record Shape(string Text);

    /// <summary>The second choice proves better, is adopted, and then fails, too.</summary>
    private static async Task TripAsync(WorkflowContext context)
    {
        bool down = false;
        var second = new LambdaPrimitive<int, int>("known_second", i => down ? throw new InvalidOperationException() : i);
        var adaptive = new AdaptiveFallbackPrimitive<int, int>(
            [Make.Throws("down", "known_first"), second], options: new AdaptiveOptions { Name = "known_adaptive", MaxLatencyRatio = 100 });
        for (int i = 0; i < 200; i++)
        {
            down = i >= 100;
            try
            {
                await adaptive.ExecuteAsync(i, context);
            }
            catch (AllFallbacksFailedException)
            {
                // As intended.
            }
        }

        Assert.True(adaptive.GetLearningSummary().Single().Tripped);
    }

    private static string Series(Telemetry.Measurement measurement) =>
        $"{measurement.Instrument.Name}{{{string.Join(",", measurement.Labels.OrderBy(label => label.Key, StringComparer.Ordinal))}}}";
}
