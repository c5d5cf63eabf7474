namespace Tta.Primitives.Tests;

public sealed class PriceTableTests
{
    [Fact]
    public void Prices_are_read_exactly_and_found_without_regard_to_case()
    {
        var table = JsonPriceTable.Parse(
            """
            // edited by hand
            { "currency": "USD", "date": "2026-10-01", "prices": [
              { "provider": "OpenAI", "model": "gpt-x", "prompt_per_million": 0.1, "completion_per_million": 0.30, },
            ] }
            """);

        Assert.Equal(new DateOnly(2026, 10, 1), table.Date);
        Assert.True(table.TryGetPrice("openai", "GPT-X", out ModelPrice price));
        Assert.Equal(0.0000004m, price.Cost(1, 1));
        Assert.Equal(0.4m, price.Cost(1_000_000, 1_000_000));
        Assert.False(table.TryGetPrice("openai", "gpt-y", out _));
    }

    [Theory]
    [InlineData("{\n\"prices\": [\n}", "line 3")]
    [InlineData("[]", "'prices'")]
    [InlineData("""{"currency":"EUR","prices":[]}""", "'currency'")]
    [InlineData("""{"date":"yesterday","prices":[]}""", "'date'")]
    [InlineData("""{"prices":[{"provider":"p","model":"m","prompt_per_million":1,"completion_per_million":1},{"provider":"p"}]}""", "prices[1]: 'model'")]
    [InlineData("""{"prices":[{"provider":"p","model":"m","prompt_per_million":-1,"completion_per_million":1}]}""", "prices[0]: 'prompt_per_million'")]
    [InlineData("""{"prices":[{"provider":"p","model":"m","prompt_per_million":1,"completion_per_million":"1"}]}""", "prices[0]: 'completion_per_million'")]
    [InlineData("""{"prices":[{"provider":"p","model":"m","prompt_per_million":1,"completion_per_million":1},{"provider":"P","model":"M","prompt_per_million":1,"completion_per_million":1}]}""", "twice")]
    public void A_mistake_is_named_with_its_place(string json, string expected)
    {
        PriceTableException thrown = Assert.Throws<PriceTableException>(() => JsonPriceTable.Parse(json, "prices.json"));
        Assert.Contains("prices.json", thrown.Message, StringComparison.Ordinal);
        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named()
    {
        PriceTableException thrown = Assert.Throws<PriceTableException>(() => JsonPriceTable.Load("/nowhere/prices.json"));
        Assert.Contains("/nowhere/prices.json", thrown.Message, StringComparison.Ordinal);
    }

    // F18b
    [Fact]
    public void Further_rates_are_optional_and_checked()
    {
        const string Entry = """{"prices":[{"provider":"p","model":"m","prompt_per_million":1,"completion_per_million":2,"cached_prompt_per_million":0.5,"reasoning_per_million":RATE}]}""";
        Assert.True(JsonPriceTable.Parse(Entry.Replace("RATE", "3", StringComparison.Ordinal)).TryGetPrice("p", "m", out ModelPrice price));
        Assert.Equal(new ModelPrice(1, 2) { CachedPromptPerMillion = 0.5m, ReasoningPerMillion = 3 }, price);
        Assert.Contains(
            "prices[0]: 'reasoning_per_million'",
            Assert.Throws<PriceTableException>(() => JsonPriceTable.Parse(Entry.Replace("RATE", "-3", StringComparison.Ordinal))).Message,
            StringComparison.Ordinal);
    }

    // F18b
    [Fact]
    public void A_cost_of_impossible_numbers_is_refused()
    {
        ModelPrice price = new(1, 2) { CachedPromptPerMillion = 0, ReasoningPerMillion = 0 };
        Assert.Throws<ArgumentOutOfRangeException>("promptTokens", () => price.Cost(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("completionTokens", () => price.Cost(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>("cachedPromptTokens", () => price.Cost(1, 1, -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("reasoningTokens", () => price.Cost(1, 1, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>("cachedPromptTokens", () => price.Cost(1, 1, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("reasoningTokens", () => price.Cost(1, 1, 0, 2));
    }
}
