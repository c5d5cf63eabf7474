using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Tta.Primitives;
using Tta.ServiceDefaults;

namespace Tta.DemoWorkers.Tests.WorkflowEngine;

/// <summary>The engine over the real gateway; no cache layer answers, so every second-level look-up degrades.</summary>
public sealed class EngineTests
{
    public static TheoryData<string, string> Tasks => new()
    {
        { "content_generation", "Write a short note on compost." },
        { "code_review", "Please look at ```var a = 1;``` before I merge it." },
        { "support_triage", "I was charged twice for the desktop client." },
        { "data_extraction", "Order 1234: three lamps, shipped to Oslo on Tuesday." },
        { "research_summary", "What is known about green roofs?" },
        { "translation", "Translate into French: Bring a lamp on Tuesday." },
        { "news_digest", "News on tram lines in the north." },
        { "order_fulfilment", "Order 1234: 3 x desk lamp to Oslo." },
        { "fact_check", "Check: trams are older than buses; the river has twelve bridges." },

        // Needs no tool: one that does has tokens of another price, see TravelAssistantTests.
        { "travel_assistant", "Greet somebody who leaves for Bergen." },
    };

    [Theory]
    [MemberData(nameof(Tasks))]
    public async Task Each_workflow_answers_with_its_exact_usage(string kind, string prompt)
    {
        await using var system = await EngineOverGateway.StartAsync();

        using var response = await system.RunAsync(kind, prompt);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(kind, body.GetProperty("kind").GetString());
        Assert.NotEmpty(body.GetProperty("output").GetString()!);
        var usage = body.GetProperty("usage");
        var models = usage.GetProperty("models").EnumerateArray().ToArray();
        foreach (var name in (string[])["calls", "unpriced_calls", "prompt_tokens", "completion_tokens"])
        {
            Assert.Equal(usage.GetProperty(name).GetInt64(), models.Sum(model => model.GetProperty(name).GetInt64()));
        }

        Assert.Equal(Cost(usage), models.Sum(Cost));
        Assert.All(models, model => Assert.Equal(PriceOf(model), Cost(model)));
        Assert.True(usage.GetProperty("calls").GetInt64() > 0);
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public async Task No_function_of_a_workflow_waits_for_another_primitive(string kind, string prompt)
    {
        // HighPrimitiveLatency holds a lambda to what its own work may take, and the connections do not show what it hides.
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TtaNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var system = await EngineOverGateway.StartAsync();

        using var response = await system.RunAsync(kind, prompt);

        Assert.Contains(spans, span => span.OperationName == "primitive.lambda.execute");
        Assert.DoesNotContain(spans, span => span.Parent?.OperationName == "primitive.lambda.execute");
    }

    [Fact]
    public async Task A_repeated_task_is_answered_from_the_cache_and_reports_the_saving()
    {
        await using var system = await EngineOverGateway.StartAsync();

        var first = await UsageAsync(await system.RunAsync("data_extraction", "Order 1234: three lamps for Oslo."));
        var second = await UsageAsync(await system.RunAsync("data_extraction", "Order 1234:  three lamps for Oslo. "));

        Assert.Equal(0, second.GetProperty("calls").GetInt64());
        Assert.Equal(Cost(first), decimal.Parse(second.GetProperty("saved_usd").GetString()!, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("content_generation", "Hi", "The brief has fewer than 12 characters.")]
    [InlineData("code_review", "Please review my change.", "There is no code block.")]
    [InlineData("research_summary", "Green roofs.", "There is no question.")]
    [InlineData("support_triage", "", "The prompt is blank.")]
    [InlineData("translation", "Bring a lamp on Tuesday.", "The request does not say into which language.")]
    [InlineData("news_digest", "News.", "The subject has fewer than 12 characters.")]
    [InlineData("order_fulfilment", "Three lamps, please.", "This is not an order.")]
    [InlineData("fact_check", "Trams are older than buses.", "There are no claims.")]
    [InlineData("fact_check", "Check: a; b; c; d; e; f", "There are more than 5 claims.")]
    [InlineData("travel_assistant", "Bergen, please.", "The wish has fewer than 20 characters.")]
    public async Task An_invalid_task_is_a_422_that_lists_the_violations(string kind, string prompt, string violation)
    {
        await using var system = await EngineOverGateway.StartAsync();

        using var response = await system.RunAsync(kind, prompt);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Contains(violation, body.GetProperty("violations").EnumerateArray().Select(item => item.GetString()));
        Assert.Equal(0, body.GetProperty("usage").GetProperty("calls").GetInt64());
    }

    [Fact]
    public async Task A_failed_workflow_reports_what_it_used_until_then()
    {
        // The plan works; the two models after it have no such model to call.
        await using var system = await EngineOverGateway.StartAsync(
            ("Workflows:research_summary:findings:Model", "gone"), ("Workflows:research_summary:objections:Model", "gone"));

        using var response = await system.RunAsync("research_summary", "What is known about green roofs?");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("ModelCallException", body.GetProperty("error_type").GetString());
        Assert.Contains("(model_not_found)", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, body.GetProperty("usage").GetProperty("calls").GetInt64());
        Assert.True(Cost(body.GetProperty("usage")) > 0);
    }

    [Fact]
    public async Task Failures_and_rate_limits_of_the_model_are_retried()
    {
        await using var system = await EngineOverGateway.StartAsync(gateway:
            [("Demo:ErrorRate", "0.2"), ("Demo:RateLimitRate", "0.2"), ("Demo:LatencyScale", "0")]);

        for (var i = 0; i < 10; i++)
        {
            // One in two hundred fails four times in a row; none of these does.
            using var response = await system.RunAsync("code_review", $"Look at ```var a = {i};``` please.");
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task Without_the_gateway_a_workflow_fails_soon_and_the_engine_stays()
    {
        await using var system = await EngineOverGateway.StartAsync();
        await system.Gateway.DisposeAsync();

        using var response = await system.RunAsync("research_summary", "What is known about green roofs?");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("cannot be reached", body, StringComparison.Ordinal);
        using var health = await system.Engine.Client.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Contains("tta-llm-gateway: does not answer", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("poetry", "{\"prompt\":\"x\"}", HttpStatusCode.NotFound, "content_generation, code_review")]
    [InlineData("code_review", "{\"prompt\":", HttpStatusCode.BadRequest, "text 'prompt'")]
    [InlineData("code_review", "{}", HttpStatusCode.BadRequest, "text 'prompt'")]
    [InlineData("code_review", "{\"prompt\":\"\\ud800\"}", HttpStatusCode.BadRequest, "text 'prompt'")]
    [InlineData("code_review", "{\"prompt\":\"x\"}", HttpStatusCode.UnsupportedMediaType, "application/json", "text/plain")]
    public async Task What_is_no_task_is_refused(
        string kind, string body, HttpStatusCode status, string said, string type = "application/json")
    {
        await using var system = await EngineOverGateway.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, type);

        using var response = await system.Engine.Client.PostAsync("/workflows/" + kind, content);

        Assert.Equal(status, response.StatusCode);
        Assert.Contains(said, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_log_repeats_the_prompt()
    {
        await using var system = await EngineOverGateway.StartAsync();

        await system.RunAsync("code_review", "My telling prompt without code.");
        await system.RunAsync("data_extraction", "My telling prompt about lamps.");

        Assert.Equal(0, system.Engine.Logs.CountOf("telling") + system.Gateway.Logs.CountOf("telling"));
    }

    [Fact]
    public async Task A_price_file_that_cannot_be_read_is_one_line_that_says_what_to_do()
    {
        var error = await Assert.ThrowsAsync<InvalidConfigurationException>(
            () => EngineOverGateway.StartAsync(("Demo:PriceFile", "no-such-prices.json")));

        Assert.Contains("no-such-prices.json", error.Message, StringComparison.Ordinal);
        Assert.Contains("Demo__PriceFile", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task A_price_that_is_edited_holds_for_the_next_workflow_and_a_model_without_one_costs_an_unknown_amount()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Prices("1.00"));
            await using var system = await EngineOverGateway.StartAsync(("Demo:PriceFile", file));
            var before = await UsageAsync(await system.RunAsync("data_extraction", "Order 1234: three lamps for Oslo."));

            await File.WriteAllTextAsync(file, Prices("1000.00"));
            var after = await UsageAsync(await system.RunAsync("data_extraction", "Order 9876: three lamps for Graz."));
            var unpriced = await UsageAsync(await system.RunAsync("translation", "Translate into French: Bring a lamp on Tuesday."));

            Assert.Equal(before.GetProperty("prompt_tokens").GetInt64() * 1m / 1_000_000, Cost(before));
            Assert.Equal(after.GetProperty("prompt_tokens").GetInt64() * 1000m / 1_000_000, Cost(after));
            Assert.Equal(0, after.GetProperty("unpriced_calls").GetInt64());
            Assert.Equal(1, unpriced.GetProperty("unpriced_calls").GetInt64());
        }
        finally
        {
            File.Delete(file);
        }

        static string Prices(string rate) => $$"""
            { "prices": [ { "provider": "google", "model": "gemini-3.8-flash", "prompt_per_million": {{rate}}, "completion_per_million": 0 } ] }
            """;
    }

    [Theory]
    [InlineData("Workflows:code_review:style_retry:MaxRetries", "-3")]
    [InlineData("Workflows:code_review:style_retry:MaxRetrys", "3")]
    [InlineData("Workflows:code_review:style_retri:MaxRetries", "3")]
    [InlineData("Workflows:news_digest:digest_breaker:FailureThreshold", "0")]
    public async Task A_workflow_setting_that_cannot_be_used_stops_the_start_and_is_named(string key, string value)
    {
        var error = await Assert.ThrowsAsync<InvalidConfigurationException>(() => EngineOverGateway.StartAsync((key, value)));

        Assert.Contains(key.EndsWith("retri:MaxRetries", StringComparison.Ordinal) ? key[..^":MaxRetries".Length] : key, error.Message, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> UsageAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("usage");
    }

    private static decimal Cost(JsonElement usage) => decimal.Parse(usage.GetProperty("cost_usd").GetString()!, CultureInfo.InvariantCulture);

    /// <summary>By the shipped price file, read here once more and independently.</summary>
    private static decimal PriceOf(JsonElement model)
    {
        using var prices = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "prices.json")));
        var price = prices.RootElement.GetProperty("prices").EnumerateArray().FirstOrDefault(entry =>
            entry.GetProperty("provider").GetString() == model.GetProperty("provider").GetString()
            && entry.GetProperty("model").GetString() == model.GetProperty("model").GetString());
        return price.ValueKind == JsonValueKind.Undefined ? 0
            : ((model.GetProperty("prompt_tokens").GetInt64() * price.GetProperty("prompt_per_million").GetDecimal())
                + (model.GetProperty("completion_tokens").GetInt64() * price.GetProperty("completion_per_million").GetDecimal())) / 1_000_000;
    }
}
