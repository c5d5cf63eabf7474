using System.Diagnostics;
using Tta.Primitives.Tests.Support;
using Limits = Tta.Primitives.TtaNames.Values.BudgetLimit;

namespace Tta.Primitives.Tests;

/// <summary>What a budget counts, when it is spent, and what happens then.</summary>
public sealed class BudgetTests
{
    private readonly ManualTime _time = new();

    /// <summary>Each call takes 1000 and 500 tokens, 0.002 US dollars and two seconds.</summary>
    private LambdaPrimitive<string, string> Spender(Action? then = null) => new("spender", (_, context) =>
    {
        context.Usage.AddCall("p", "m", 1000, 500, 0.002m);
        _time.Advance(TimeSpan.FromSeconds(2));
        then?.Invoke();
        return "good";
    });

    private BudgetPrimitive<string, string> Budget(
        Action<BudgetOptions> set, WorkflowPrimitive<string, string>? cheaper = null, Func<string, WorkflowContext, string>? key = null)
    {
        var options = new BudgetOptions { Name = "purse", TimeProvider = _time };
        set(options);
        return new BudgetPrimitive<string, string>(Spender(), options, cheaper, key);
    }

    public static TheoryData<string, string> Kinds => new()
    {
        { Limits.Tokens, "3000 of 3000 tokens" },
        { Limits.Dollars, "0.004 of 0.0031 US dollars" },
        { Limits.Calls, "2 of 2 model calls" },
        { Limits.Time, "4 of 3 s" },
    };

    private static void Set(BudgetOptions options, string limit)
    {
        options.MaxTokens = limit == Limits.Tokens ? 3000 : null;
        options.MaxCostUsd = limit == Limits.Dollars ? 0.0031m : null;
        options.MaxCalls = limit == Limits.Calls ? 2 : null;
        options.MaxTime = limit == Limits.Time ? TimeSpan.FromSeconds(3) : null;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Each_limit_refuses_what_comes_once_it_is_reached_and_says_how_much_was_spent(string limit, string spent)
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        BudgetPrimitive<string, string> budget = Budget(options => Set(options, limit));
        await budget.ExecuteAsync("a", context);
        await budget.ExecuteAsync("b", context);
        BudgetExceededException thrown = await Assert.ThrowsAsync<BudgetExceededException>(() => budget.ExecuteAsync("c", context).AsTask());

        Assert.Equal($"The budget 'purse' is spent: {spent}.", thrown.Message);
        Assert.Equal((limit, null), (thrown.Limit, thrown.RetryAfter));
        Assert.Equal(
            1, telemetry.Sum("tta.budget.decisions", ("workflow_name", "content_generation"), ("primitive_name", "purse"), ("decision", "refused"), ("limit", limit)));
        ActivityEvent told = telemetry.SpansNamed("primitive.budget.execute").Last().Events.First();
        Assert.Equal(("budget.spent", limit), (told.Name, told.Tags.Single().Value));

        // What is spent is still the workflow's.
        Assert.Equal((2, 0.004m), (context.Usage.Snapshot().Calls, context.Usage.Snapshot().CostUsd));

        // Another execution has a budget of its own.
        Assert.Equal("good", await budget.ExecuteAsync("d", Make.Context()));
    }

    [Fact]
    public async Task What_is_cheaper_runs_instead_and_is_not_the_budgets()
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        var cheaper = new LambdaPrimitive<string, string>("cheaper", (_, c) => { c.Usage.AddCall("p", "s", 1, 1, 0.0001m); return "cheap"; });
        BudgetPrimitive<string, string> budget = Budget(options => options.MaxCalls = 1, cheaper);
        Assert.Equal(["good", "cheap", "cheap"], [await budget.ExecuteAsync("a", context), await budget.ExecuteAsync("b", context), await budget.ExecuteAsync("c", context)]);
        Assert.Equal(2, telemetry.Sum("tta.budget.decisions", ("decision", "degraded"), ("limit", "calls")));
        Assert.Equal(2, telemetry.Sum("tta.primitive.connections", ("source_primitive", "purse"), ("target_primitive", "cheaper")));
        Assert.Equal(0.0022m, context.Usage.Snapshot().CostUsd);
    }

    [Fact]
    public async Task A_workflows_budget_is_whole_again_after_its_window()
    {
        BudgetPrimitive<string, string> budget = Budget(options =>
            (options.MaxCalls, options.Scope, options.Window) = (1, BudgetScope.Workflow, TimeSpan.FromMinutes(1)));
        await budget.ExecuteAsync("a", new WorkflowContext("one"));
        BudgetExceededException thrown =
            await Assert.ThrowsAsync<BudgetExceededException>(() => budget.ExecuteAsync("a", new WorkflowContext("one")).AsTask());
        Assert.Equal(TimeSpan.FromSeconds(58), thrown.RetryAfter);
        await budget.ExecuteAsync("a", new WorkflowContext("two"));
        _time.Advance(TimeSpan.FromSeconds(56));
        Assert.Equal("good", await budget.ExecuteAsync("a", new WorkflowContext("one")));
        await Assert.ThrowsAsync<BudgetExceededException>(() => budget.ExecuteAsync("a", new WorkflowContext("one")).AsTask());
    }

    [Fact]
    public async Task A_key_has_its_own_and_the_least_recently_used_is_forgotten_and_counted()
    {
        using var telemetry = new Telemetry();
        BudgetPrimitive<string, string> budget = Budget(
            options => (options.MaxCalls, options.Scope, options.MaxAccounts) = (1, BudgetScope.Key, 2), key: (text, _) => text);
        await budget.ExecuteAsync("a", Make.Context());
        await budget.ExecuteAsync("b", Make.Context());
        await Assert.ThrowsAsync<BudgetExceededException>(() => budget.ExecuteAsync("a", Make.Context()).AsTask());
        await budget.ExecuteAsync("c", Make.Context());
        await Assert.ThrowsAsync<BudgetExceededException>(() => budget.ExecuteAsync("a", Make.Context()).AsTask());
        Assert.Equal("good", await budget.ExecuteAsync("b", Make.Context()));
        Assert.Equal(2, telemetry.Sum("tta.budget.decisions", ("decision", "forgotten")));

        // Keys may say who somebody is.
        Assert.DoesNotContain(telemetry.Of("tta.budget.decisions").SelectMany(m => m.Labels.Values), value => value is "a" or "b" or "c");
        _time.Advance(TimeSpan.FromDays(2));
        await budget.ExecuteAsync("d", Make.Context());
        Assert.Equal(2, telemetry.Sum("tta.budget.decisions", ("decision", "forgotten")));
    }

    [Fact]
    public async Task No_execution_under_way_is_forgotten_however_many_there_are()
    {
        using var telemetry = new Telemetry();
        BudgetPrimitive<string, string> budget = Budget(options => (options.MaxCalls, options.MaxAccounts) = (1, 1));
        WorkflowContext[] contexts = [.. Enumerable.Range(0, 100).Select(_ => Make.Context())];
        foreach (WorkflowContext context in contexts)
        {
            await budget.ExecuteAsync("a", context);
        }

        foreach (WorkflowContext context in contexts)
        {
            await Assert.ThrowsAsync<BudgetExceededException>(() => budget.ExecuteAsync("a", context).AsTask());
        }

        Assert.Equal(0, telemetry.Sum("tta.budget.decisions", ("decision", "forgotten")));
    }

    [Fact]
    public async Task What_fails_has_spent_too_and_a_refusal_is_not_tried_again()
    {
        WorkflowContext context = Make.Context();
        var failing = new BudgetPrimitive<string, string>(
            Spender(() => throw new InvalidOperationException()), new BudgetOptions { MaxCalls = 2, TimeProvider = _time });
        var steady = new RetryPrimitive<string, string>(failing, new RetryOptions { MaxRetries = 9, BaseDelay = TimeSpan.Zero });
        await Assert.ThrowsAsync<BudgetExceededException>(() => steady.ExecuteAsync("a", context).AsTask());
        Assert.Equal(2, context.Usage.Snapshot().Calls);
        Assert.False(RetryOptions.IsWorthRetrying(new BudgetExceededException("purse", Limits.Calls, "2 of 2 model calls")));
    }

    [Fact]
    public async Task What_another_process_has_spent_counts()
    {
        WorkflowContext context = Make.Context();
        var remote = new LambdaPrimitive<string, string>("remote", (text, c) => { c.Usage.Add(new UsageSnapshot(3, 0, 1, 1, 0m, 0m)); return text; });
        var budget = new BudgetPrimitive<string, string>(remote, new BudgetOptions { MaxCalls = 3 });
        await budget.ExecuteAsync("a", context);
        await Assert.ThrowsAsync<BudgetExceededException>(() => budget.ExecuteAsync("a", context).AsTask());
    }

    [Fact]
    public async Task A_stream_has_spent_when_it_has_ended()
    {
        var model = new LlmStreamingPrimitive(new StreamingChatClient(_time), new LlmOptions { Provider = "p", Model = "m", TimeProvider = _time });
        var budget = new BudgetPrimitive<string, LlmStream>(model, new BudgetOptions { MaxTokens = 1, TimeProvider = _time });
        WorkflowContext context = Make.Context();
        LlmStream stream = await budget.ExecuteAsync("a", context);
        await stream.ReadAsync();
        Assert.Equal(1500, context.Usage.Snapshot().PromptTokens + context.Usage.Snapshot().CompletionTokens);
        await Assert.ThrowsAsync<BudgetExceededException>(() => budget.ExecuteAsync("a", context).AsTask());
    }

    [Fact]
    public async Task State_goes_through_and_the_inner_time_is_not_the_budgets_own()
    {
        using var telemetry = new Telemetry(spans: false);
        WorkflowContext context = Make.Context();
        var writes = new LambdaPrimitive<string, string>("writes", (text, c) => { c.State["x"] = text; return text; });
        await new BudgetPrimitive<string, string>(writes, new BudgetOptions { MaxCalls = 1 }).ExecuteAsync("a", context);
        Assert.Equal("a", context.State["x"]);
        Assert.Equal(telemetry.Sum("tta.execution.duration", ("primitive_type", "budget")), telemetry.Sum("tta.execution.own"), 1e-9);
    }

    [Fact]
    public void A_budget_needs_a_limit_and_a_key_function_when_it_is_by_key()
    {
        Assert.Throws<ArgumentException>("options", () => Budget(_ => { }));
        Assert.Throws<ArgumentException>("key", () => Budget(options => (options.MaxCalls, options.Scope) = (1, BudgetScope.Key)));
        Assert.Throws<ArgumentException>("key", () => Budget(options => options.MaxCalls = 1, key: (text, _) => text));
        Assert.Throws<ArgumentNullException>("inner", () => new BudgetPrimitive<int, int>(null!, new BudgetOptions { MaxCalls = 1 }));
        Assert.Throws<ArgumentNullException>("options", () => new BudgetPrimitive<int, int>(Make.Add(1), null!));
    }

    [Fact]
    public async Task A_key_function_that_returns_null_is_an_error_that_names_the_budget()
    {
        BudgetPrimitive<string, string> budget = Budget(options => (options.MaxCalls, options.Scope) = (1, BudgetScope.Key), key: (_, _) => null!);
        InvalidOperationException thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => budget.ExecuteAsync("a", Make.Context()).AsTask());
        Assert.Contains("'purse'", thrown.Message, StringComparison.Ordinal);
    }
}
