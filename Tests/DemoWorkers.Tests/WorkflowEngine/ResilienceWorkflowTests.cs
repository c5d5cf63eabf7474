using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tta.DemoWorkers.WorkflowEngine.Workflows;

namespace Tta.DemoWorkers.Tests.WorkflowEngine;

/// <summary>What the workflows over undependable parts do when those fail.</summary>
public sealed class ResilienceWorkflowTests
{
    private static readonly (string, string)[] Instant = [("Demo:ErrorRate", "0"), ("Demo:RateLimitRate", "0"), ("Demo:LatencyScale", "0")];

    [Theory]
    [InlineData("Oslo", "fulfilled")]
    [InlineData("Stanley", "no carrier goes there")]
    public async Task Whatever_becomes_of_an_order_nothing_stays_reserved(string city, string why)
    {
        await using var system = await EngineOverGateway.StartAsync(Instant);

        for (var i = 0; i < 5; i++)
        {
            using var response = await system.RunAsync("order_fulfilment", $"Order {i}: 3 x desk lamp to {city}.");
            Assert.True(response.StatusCode == HttpStatusCode.OK, why);
        }

        Assert.Equal(0, system.Engine.Services.GetRequiredService<Warehouse>().Held);
    }

    [Fact]
    public async Task A_failed_risk_check_frees_what_was_reserved()
    {
        await using var system = await EngineOverGateway.StartAsync(Instant, ("Workflows:order_fulfilment:risk:Model", "gone"));

        using var response = await system.RunAsync("order_fulfilment", "Order 7: 3 x desk lamp to Oslo.");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(0, system.Engine.Services.GetRequiredService<Warehouse>().Held);
    }

    [Fact]
    public async Task A_translation_that_takes_too_long_comes_from_the_proven_model()
    {
        // Whatever the machine does: at this scale the preview takes longer than the longest limit.
        await using var system = await EngineOverGateway.StartAsync(
            [("Demo:ErrorRate", "0"), ("Demo:RateLimitRate", "0"), ("Demo:LatencyScale", "60")],
            ("Workflows:translation:translate_proven:Provider", "openai"), ("Workflows:translation:translate_proven:Model", "gpt-6-luna"));

        using var response = await system.RunAsync("translation", "Translate into French: Bring a lamp on Tuesday.");

        Assert.Equal(["openai"], await ProvidersAsync(response));
    }

    [Fact]
    public async Task A_model_that_fails_again_and_again_is_left_alone_and_another_one_answers()
    {
        // The preview's first twenty calls are good, the next five fail; the circuit opens at the third.
        await using var system = await EngineOverGateway.StartAsync(
            [("Demo:ErrorRate", "0.000001"), ("Demo:RateLimitRate", "0"), ("Demo:LatencyScale", "0")],
            ("Workflows:news_digest:digest_breaker:BreakDuration", "01:00:00"));

        var answered = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            using var response = await system.RunAsync("news_digest", $"News on tram lines in the north, part {i}.");
            answered.AddRange(await ProvidersAsync(response));
        }

        Assert.Equal(Enumerable.Repeat("local", 20).Concat(Enumerable.Repeat("anthropic", 10)), answered);
    }

    private static async Task<IEnumerable<string>> ProvidersAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("usage").GetProperty("models").EnumerateArray().Select(model => model.GetProperty("provider").GetString()!);
    }
}
