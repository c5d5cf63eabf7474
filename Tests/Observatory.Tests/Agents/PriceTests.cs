using Observatory.Agents.Prices;
using Observatory.Agents.Steps;
using Observatory.Hosting;
using Tta.Observatory.Tests.Agents.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Agents;

public sealed class PriceTests
{
    private const string Json = """
        { "currency": "USD", "date": "2026-10-31", "prices": [
          { "provider": "openai", "model": "small", "prompt_per_million": 1.00, "completion_per_million": 4.00, "cached_prompt_per_million": 0.25 },
          { "provider": "openai", "model": "plain", "prompt_per_million": 1.00, "completion_per_million": 4.00, "reasoning_per_million": 8.00 },
          { "provider": "google", "model": "shared", "prompt_per_million": 2.00, "completion_per_million": 2.00 },
          { "provider": "openai", "model": "shared", "prompt_per_million": 3.00, "completion_per_million": 3.00 } ] }
        """;

    private static readonly PriceList Prices = PriceList.Parse(Json);

    [Theory]
    [InlineData("small", 1_000_000L, 0L, 0L, 0L, 1.0)]
    [InlineData("small", 1_000_000L, 400_000L, 0L, 0L, 0.7)]
    [InlineData("small", 0L, 0L, 1_000_000L, 500_000L, 4.0)]
    [InlineData("plain", 0L, 0L, 1_000_000L, 500_000L, 6.0)]
    [InlineData("SMALL", 500_000L, null, 0L, null, 0.5)]
    public void Input_cached_input_output_and_reasoning_have_prices_of_their_own(string model, long? input, long? cached, long? output, long? reasoning, double dollars) =>
        Assert.Equal((decimal)dollars, Prices.CostOf(Call(model, new(input, cached, output, reasoning))));

    [Theory]
    [InlineData("plain", 10L, 5L, 1L)] // Cached input without a price of its own.
    [InlineData("small", 10L, 20L, 1L)] // More cached than sent.
    [InlineData("small", null, null, 1L)]
    [InlineData("small", 10L, null, null)]
    [InlineData("unheard of", 10L, null, 1L)]
    public void What_has_no_price_has_no_cost(string model, long? input, long? cached, long? output) =>
        Assert.Null(Prices.CostOf(Call(model, new(input, cached, output, null))));

    [Fact]
    public void An_agent_that_repeats_the_sum_of_its_calls_costs_nothing_besides()
    {
        var agent = new TestSpan
        {
            Id = 1,
            Attributes =
            [
                ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", "a"), ("gen_ai.provider.name", "openai"),
                ("gen_ai.response.model", "small"), ("gen_ai.usage.input_tokens", 1_000_000), ("gen_ai.usage.output_tokens", 0),
            ],
        };
        var trace = AgentSpans.Read(Prices, agent, AgentSpans.Chat(2, 1, input: 1_000_000, output: 0));

        Assert.Equal((null, 1m), (trace.StepOf(0)!.Cost, trace.StepOf(1)!.Cost));
    }

    [Fact]
    public void The_model_that_answered_counts_before_the_one_asked_for()
    {
        var tokens = new TokenUsage(1_000_000, null, 0, null);

        Assert.Equal(2m, Prices.CostOf(Call("shared", tokens, request: "small", provider: "google")));
        Assert.Equal(1m, Prices.CostOf(Call("small-2026-01-01", tokens, request: "small")));
    }

    [Theory]
    [InlineData("openai", 3.0)]
    [InlineData("openai.responses", 3.0)]
    [InlineData("Google", 2.0)]
    [InlineData("azure", null)]
    [InlineData(null, null)]
    public void The_provider_tells_models_of_one_name_apart(string? provider, double? dollars) =>
        Assert.Equal((decimal?)dollars, Prices.CostOf(Call("shared", new(1_000_000, null, 0, null), provider: provider)));

    [Fact]
    public void A_run_says_which_of_its_calls_have_no_price()
    {
        var run = AgentSpans.Read(
            Prices,
            AgentSpans.Agent(1, "a"),
            AgentSpans.Chat(2, 1, input: 1_000_000, output: 0),
            AgentSpans.Chat(20, 1, more: ("gen_ai.response.model", "small-2")) with { Attributes = [("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "other")] },
            AgentSpans.Chat(40, 1, input: null, output: null) with { Status = 2 },
            AgentSpans.Chat(60, 1)).Run!;

        Assert.Equal(1.00014m, run.Cost.Known);
        Assert.Equal([("other", 1)], run.Cost.Unpriced);
    }

    [Theory]
    [InlineData("{", "line 1: not valid JSON")]
    [InlineData("[]", "an object with an array 'prices' is expected")]
    [InlineData("""{ "currency": "EUR", "prices": [] }""", "'currency' must be \"USD\"")]
    [InlineData("""{ "prices": [ { "provider": "p", "completion_per_million": 1 } ] }""", "prices[0]: 'prompt_per_million' must be a number of dollars")]
    [InlineData("""{ "prices": [ { "provider": "p", "model": "m", "prompt_per_million": -1, "completion_per_million": 1 } ] }""", "prices[0]: 'prompt_per_million' must be a number of dollars")]
    [InlineData("""{ "prices": [ 5 ] }""", "prices[0]: 'provider' must be a text")]
    public void A_file_that_is_none_says_where_and_why(string json, string error) =>
        Assert.Contains(error, Assert.Throws<FormatException>(() => PriceList.Parse(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void The_file_of_the_demo_is_one() =>
        Assert.NotEqual(0, PriceList.Parse(Repository.Read("DemoWorkers/prices.json")).Count);

    [Fact]
    public async Task A_file_that_can_not_be_used_ends_the_start_with_the_settings_name()
    {
        using var data = new TemporaryDirectory();

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => TestObservatory.StartAsync(data.Path, new() { ["PriceFile"] = data.PathOf("none.json") }));

        Assert.Contains("OBSERVATORY__PRICEFILE", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_shown_after_an_edit_of_the_file_has_its_prices()
    {
        using var data = new TemporaryDirectory();
        var file = data.PathOf("prices.json");
        await File.WriteAllTextAsync(file, Json, TestContext.Current.CancellationToken);
        await using var observatory = await TestObservatory.StartAsync(data.PathOf("data"), new() { ["PriceFile"] = file });
        await observatory.StoreAsync(AgentSpans.Agent(1, "a"), AgentSpans.Chat(2, 1, input: 1_000_000, output: 0));
        var runs = observatory.Uri(ListenerRoles.Ui, "/runs");

        Assert.Contains("$1.0000", await observatory.Http.GetStringAsync(runs, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, Json.Replace("1.00", "7.0", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        Assert.Contains("$7.0000", await observatory.Http.GetStringAsync(runs, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // A damaged file changes nothing.
        await File.WriteAllTextAsync(file, "{ damaged", TestContext.Current.CancellationToken);
        Assert.Contains("$7.0000", await observatory.Http.GetStringAsync(runs, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static AgentStep Call(string? model, TokenUsage tokens, string? request = null, string? provider = "openai") => new()
    {
        Node = 0,
        Attributes = new(default),
        SpanName = "chat",
        Scope = "",
        Kind = StepKind.ModelCall,
        ResponseModel = model,
        RequestModel = request,
        Provider = provider,
        Tokens = tokens,
    };
}
