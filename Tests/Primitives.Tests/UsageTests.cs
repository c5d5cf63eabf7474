using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class UsageTests
{
    private static readonly LlmOptions Small = new()
    {
        Provider = "openai",
        Model = "small",
        Prices = JsonPriceTable.Parse(
            """{"prices":[{"provider":"openai","model":"small","prompt_per_million":1,"completion_per_million":2}]}"""),
    };

    [Fact]
    public async Task Each_model_has_sums_of_its_own_in_the_order_of_the_first_calls()
    {
        // Answered by a dated variant of the model that was asked for.
        var small = new LlmPrimitive(ScriptedChatClient.Answering("x", 1000, 500, model: "small-2026-10-01"), Small);
        var large = new LlmPrimitive(ScriptedChatClient.Answering("x", 10, 20), new LlmOptions { Provider = "local", Model = "large" });
        WorkflowContext context = Make.Context();
        await (large | small | small).ExecuteAsync("hi", context);

        Assert.Equal(
            [
                new ModelUsage("local", "large", new UsageSnapshot(1, 1, 10, 20, 0m, 0m)),
                new ModelUsage("openai", "small", new UsageSnapshot(2, 0, 2000, 1000, 0.004m, 0m)),
            ],
            context.Usage.ByModel());
        Assert.Equal(new UsageSnapshot(3, 1, 2010, 1020, 0.004m, 0m), context.Usage.Snapshot());
    }

    [Fact]
    public async Task What_a_cache_spends_to_fill_itself_reaches_the_workflows_models()
    {
        var cached = new CachePrimitive<string, LlmResponse>(new LlmPrimitive(ScriptedChatClient.Answering("x"), Small), (s, _) => s);
        WorkflowContext context = Make.Context();
        await cached.ExecuteAsync("hi", context);
        await cached.ExecuteAsync("hi", context);

        ModelUsage used = Assert.Single(context.Usage.ByModel());
        Assert.Equal((1, 0.002m, 0m), (used.Usage.Calls, used.Usage.CostUsd, used.Usage.SavedUsd));
        Assert.Equal((1, 0.002m, 0.002m), (context.Usage.Snapshot().Calls, context.Usage.Snapshot().CostUsd, context.Usage.Snapshot().SavedUsd));
    }

    [Fact]
    public async Task What_a_cache_within_a_cache_saves_reaches_the_workflow()
    {
        var paid = new LambdaPrimitive<int, int>("paid", (i, c) => { c.Usage.AddCall(1, 1, 0.5m); return i; });
        var inner = new CachePrimitive<int, int>(paid, (i, _) => $"{i % 2}");
        var outer = new CachePrimitive<int, int>(inner, (i, _) => $"{i}");
        WorkflowContext context = Make.Context();
        Assert.Empty(context.Usage.ByModel());
        await outer.ExecuteAsync(0, context);
        await outer.ExecuteAsync(2, context);
        Assert.Equal((0.5m, 0.5m), (context.Usage.Snapshot().CostUsd, context.Usage.Snapshot().SavedUsd));
    }

    [Fact]
    public void Usage_measured_elsewhere_is_added_to_its_model_or_to_the_total_alone()
    {
        var usage = new WorkflowUsage();
        usage.AddCall("p", "m", 1, 2, 0.5m);
        usage.Add(new ModelUsage("p", "m", new UsageSnapshot(2, 1, 10, 20, 0.25m, 0m)));
        usage.Add(new UsageSnapshot(1, 0, 100, 200, 1m, 3m));
        usage.AddCall(1000, 2000, null);

        Assert.Equal([new ModelUsage("p", "m", new UsageSnapshot(3, 1, 11, 22, 0.75m, 0m))], usage.ByModel());
        Assert.Equal(new UsageSnapshot(5, 2, 1111, 2222, 1.75m, 3m), usage.Snapshot());
        Assert.Throws<ArgumentNullException>(() => usage.Add(new ModelUsage(null!, "m", default)));
        Assert.Throws<ArgumentNullException>(() => usage.AddCall("p", null!, 1, 1, null));
    }

    [Fact]
    public void Two_providers_may_have_a_model_of_one_name()
    {
        var usage = new WorkflowUsage();
        usage.AddCall("azure", "gpt", 1, 0, null);
        usage.AddCall("openai", "gpt", 2, 0, null);
        Assert.Equal([("azure", 1), ("openai", 2)], usage.ByModel().Select(m => (m.Provider, m.Usage.PromptTokens)));
    }

    [Fact]
    public void Models_beyond_a_hundred_share_an_entry()
    {
        var usage = new WorkflowUsage();
        for (int i = 0; i < 150; i++)
        {
            usage.AddCall("p", $"model {i}", 1, 1, 0.01m);
        }

        usage.AddCall("p", "model 0", 1, 1, 0.01m);
        IReadOnlyList<ModelUsage> models = usage.ByModel();
        Assert.Equal(101, models.Count);
        Assert.Equal(("p", "model 0", 2), (models[0].Provider, models[0].Model, models[0].Usage.Calls));
        Assert.Equal(("other", "other", 50), (models[100].Provider, models[100].Model, models[100].Usage.Calls));
        Assert.Equal(usage.Snapshot().CostUsd, models.Sum(m => m.Usage.CostUsd));
    }

    // F18b
    [Fact]
    public void What_is_negative_is_refused()
    {
        var usage = new WorkflowUsage();
        Action[] refused =
        [
            () => usage.AddCall(-1, 0, null),
            () => usage.AddCall(0, -1, null),
            () => usage.AddCall(0, 0, -1m),
            () => usage.AddCall("p", "m", -1, 0, null),
            () => usage.AddSaved(-0.01m),
            () => usage.Add(new UsageSnapshot(-1, 0, 0, 0, 0, 0)),
            () => usage.Add(new UsageSnapshot(1, -1, 0, 0, 0, 0)),
            () => usage.Add(new ModelUsage("p", "m", new UsageSnapshot(1, 0, 0, 0, 0, -1))),
        ];
        Assert.All(refused, add => Assert.Throws<ArgumentOutOfRangeException>("usage", add));
        Assert.Equal(default, usage.Snapshot());
        Assert.Empty(usage.ByModel());
    }

    [Fact]
    public void Usage_adds_up_exactly_from_many_threads()
    {
        var usage = new WorkflowUsage();
        Parallel.For(0, 10_000, i =>
        {
            usage.AddCall(3, 2, i % 10 == 0 ? null : 0.000_1m);
            usage.AddSaved(0.000_01m);
        });

        Assert.Equal(new UsageSnapshot(10_000, 1_000, 30_000, 20_000, 0.9m, 0.1m), usage.Snapshot());
    }
}
