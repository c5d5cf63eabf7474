using Primitives.Tests.Support;
using Tta.Primitives;

namespace Primitives.Tests;

/// <summary>The labels that each instrument really emits, against the list of them.</summary>
public sealed class LabelTests
{
    public static TheoryData<string> InstrumentNames => [.. NamesTests.Constants(typeof(TtaNames.Instruments))];

    [Theory]
    [MemberData(nameof(InstrumentNames))]
    public async Task An_instrument_emits_exactly_the_labels_listed_for_it(string instrument)
    {
        using var telemetry = new Telemetry(spans: false);
        await EverythingOnce();

        HashSet<string> emitted = [.. telemetry.Of(instrument).SelectMany(m => m.Labels.Keys)];
        Assert.Equal(TtaNames.Labels.Of(instrument).Order(StringComparer.Ordinal), emitted.Order(StringComparer.Ordinal));
        Assert.All(telemetry.Of(instrument).SelectMany(m => m.Labels.Values), value => Assert.False(string.IsNullOrEmpty(value as string)));
    }

    [Fact]
    public void What_is_not_an_instrument_has_no_labels() =>
        Assert.Throws<ArgumentException>(() => TtaNames.Labels.Of("tta.other"));

    /// <summary>Makes every instrument measure something.</summary>
    private static async Task EverythingOnce()
    {
        var time = new ManualTime(jumpToTimers: true);
        var context = new WorkflowContext("labels") { AgentType = "writer" };
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
        await Run(new CircuitBreakerPrimitive<int, int>(Make.Add(1)), 1);

        JsonPriceTable prices = JsonPriceTable.Parse(
            """{"prices":[{"provider":"p","model":"m","prompt_per_million":1,"completion_per_million":1}]}""");
        var options = new LlmOptions { Provider = "p", Model = "m", Prices = prices };
        var cached = new CachePrimitive<string, string>(
            new LlmPrimitive(ScriptedChatClient.Answering("x"), options) >> new LambdaPrimitive<LlmResponse, string>("text", r => r.Text),
            (text, _) => text);
        await Run(cached, "hi");
        await Run(cached, "hi");
        await Run(new LlmPrimitive(ScriptedChatClient.Answering("x"), new LlmOptions { Provider = "p", Model = "unpriced", Prices = prices }), "hi");
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
}
