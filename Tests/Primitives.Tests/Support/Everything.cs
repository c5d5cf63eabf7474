namespace Tta.Primitives.Tests.Support;

/// <summary>Makes every instrument measure something and every kind of span appear.</summary>
internal static class Everything
{
    public static async Task OnceAsync()
    {
        var time = new ManualTime(jumpToTimers: true);
        var context = new WorkflowContext("everything") { AgentId = "a-1", AgentType = "writer", SessionId = "s-1" };
        LambdaPrimitive<int, int> broken = Make.Throws();
        async Task Run<TIn, TOut>(WorkflowPrimitive<TIn, TOut> primitive, TIn input) =>
            await WorkflowExecution.RunAsync(context, (c, stop) => primitive.ExecuteAsync(input, c, stop));
        Task Fails<TIn, TOut>(WorkflowPrimitive<TIn, TOut> primitive, TIn input) =>
            Assert.ThrowsAnyAsync<Exception>(() => Run(primitive, input));

        await Run(Make.Add(1) >> Make.Add(1), 1);
        await Run(new RouterPrimitive<int, int>(new Dictionary<string, WorkflowPrimitive<int, int>> { ["a"] = Make.Add(1) }, (_, _) => "a"), 1);
        await Run(new RetryPrimitive<int, int>(Make.FailsFirst(1), new RetryOptions { TimeProvider = time }), 1);
        await Run(new FallbackPrimitive<int, int>(broken, [Make.Add(1)]), 1);
        await Fails(new TimeoutPrimitive<int, int>(Make.Hangs(), new TimeoutOptions { TimeProvider = time }), 1);
        var still = new ManualTime();
        var late = new LambdaPrimitive<int, int>("late", i => { still.Advance(TimeSpan.FromMinutes(1)); return i; });
        await Run(new TimeoutPrimitive<int, int>(late, new TimeoutOptions { TimeProvider = still }), 1);
        await Run(new CircuitBreakerPrimitive<int, int>(Make.Add(1)), 1);
        await Run(Make.Add(1) | Make.Add(2), 1);
        await Run(new LoopPrimitive<int>(Make.Add(1), (i, _) => i > 2), 1);
        await Run(new ForEachPrimitive<int, int>(Make.Add(1)), [1, 2]);
        var dear = new LambdaPrimitive<int, int>("dear", (i, c) => { c.Usage.AddCall("p", "m", 1, 1, 0.5m); return -i; });
        await Run(new RacePrimitive<int, int>([dear, Make.Add(1)], isGood: i => i > 0), 1);
        await Fails(new SagaPrimitive<int>([new(Make.Add(1), Make.Add(0)), new(broken)]), 1);

        JsonPriceTable prices = JsonPriceTable.Parse(
            """{"prices":[{"provider":"p","model":"m","prompt_per_million":1,"completion_per_million":1}]}""");
        var options = new LlmOptions
        {
            Provider = "p",
            Model = "m",
            Prices = prices,
            ModelTier = "fast",
            Temperature = 0.5,
            MaxOutputTokens = 100,
        };
        var cached = new CachePrimitive<string, string>(
            new LlmPrimitive(ScriptedChatClient.Answering("x"), options) >> new LambdaPrimitive<LlmResponse, string>("text", r => r.Text),
            (text, _) => text,
            new CacheOptions<string> { Name = "answers", SecondLevel = new FakeDistributedCache() });
        await Run(cached, "hi");
        await Run(cached, "hi");
        await CoalesceAsync(context);
        var unpriced = new CachePrimitive<string, LlmResponse>(
            new LlmPrimitive(ScriptedChatClient.Answering("x"), new LlmOptions { Provider = "p", Model = "unpriced", Prices = prices }),
            (text, _) => text);
        await Run(unpriced, "hi");
        await Run(unpriced, "hi");
        var streamed = new LlmStreamingPrimitive(new StreamingChatClient(new ManualTime()), options);
        await Run(streamed >> new LambdaPrimitive<LlmStream, LlmResponse>("read", async (stream, stop) => await stream.ReadAsync(stop)), "hi");
        await Run(new LlmPrimitive(Make.CallsTools(new ChatRound(("add_one", 1))), Make.WithTools(Make.Tool("add_one", (int i) => i + 1))), "hi");
        await Run(new BudgetPrimitive<int, int>(Make.Add(1), new BudgetOptions { MaxCostUsd = 0 }, cheaper: Make.Add(2)), 1);
        await Fails(new LlmStructuredPrimitive<Verdict>(ScriptedChatClient.Answering("none"), options), "hi");
        await Fails(new LlmPrimitive(new ScriptedChatClient((_, _) => throw new HttpRequestException("down")), options), "hi");

        // Learns that a second retry helps, then that it does not any more.
        bool down = false;
        int calls = 0;
        var flaky = new LambdaPrimitive<int, int>("flaky", i => down || ++calls % 3 != 0 ? throw new InvalidOperationException("no") : i);
        var adaptive = new AdaptiveRetryPrimitive<int, int>(
            flaky, new RetryOptions { MaxRetries = 1, BaseDelay = TimeSpan.Zero }, new AdaptiveOptions { MinExecutions = 5 });
        for (int i = 0; i < 120; i++)
        {
            down = i >= 60;
            await Record.ExceptionAsync(() => Run(adaptive, i));
        }
    }

    private sealed record Verdict(bool Good);

    /// <summary>Two callers that want the same thing at the same time.</summary>
    private static async Task CoalesceAsync(WorkflowContext context)
    {
        var gate = new TaskCompletionSource<int>();
        var cache = new CachePrimitive<int, int>(new LambdaPrimitive<int, int>("slow", _ => gate.Task), (_, _) => "k");
        Task[] callers = [cache.ExecuteAsync(1, context).AsTask(), cache.ExecuteAsync(1, context).AsTask()];
        gate.SetResult(1);
        await Task.WhenAll(callers);
    }
}
