using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Tta.DemoWorkers.Tests.Hosting;
using Tta.Primitives;

namespace Tta.DemoWorkers.Tests.WorkflowEngine;

/// <summary>The workflow that streams, calls tools, has budgets and asks for an answer of a type.</summary>
public sealed class TravelAssistantTests
{
    private const string Kind = "travel_assistant";
    private const string Trip = "Please plan my trip to Bergen on Friday: the weather there, and my appointments on that day.";
    private const string Advised = "gpt-6.1-terra";
    private const string Brief = "gpt-6-luna";

    [Fact]
    public async Task It_reports_to_the_cent_what_the_provider_says_that_its_calls_took()
    {
        await using var gateway = await RunningWorker.StartAsync(
            "llm-gateway", ("Demo:ErrorRate", "0.05"), ("Demo:RateLimitRate", "0.02"), ("Demo:LatencyScale", "0"));
        await using var tap = await UsageTap.StartAsync(gateway.Url);
        await using var engine = await RunningWorker.StartAsync(
            "workflow-engine", ("services:tta-llm-gateway:http:0", tap.Url), ("services:tta-cache-layer:http:0", "http://127.0.0.1:1"));

        decimal cost = 0;
        long calls = 0, sent = 0, received = 0;
        for (var i = 0; i < 25; i++)
        {
            using var response = await engine.Client.PostAsJsonAsync($"/workflows/{Kind}", new { prompt = $"{Trip} There are {i} of us." });
            var usage = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("usage");
            cost += decimal.Parse(usage.GetProperty("cost_usd").GetString()!, CultureInfo.InvariantCulture);
            calls += usage.GetProperty("calls").GetInt64();
            sent += usage.GetProperty("prompt_tokens").GetInt64();
            received += usage.GetProperty("completion_tokens").GetInt64();
            Assert.Equal(0, usage.GetProperty("unpriced_calls").GetInt64());
        }

        Assert.Equal(tap.Told.Count, calls);
        Assert.Equal(tap.Told.Sum(said => said.GetProperty("usage").GetProperty("prompt_tokens").GetInt64()), sent);
        Assert.Equal(tap.Told.Sum(said => said.GetProperty("usage").GetProperty("completion_tokens").GetInt64()), received);
        Assert.Equal(tap.Told.Sum(PriceOf), cost);

        // All kinds of tokens were there.
        Assert.Contains(tap.Told, said => Part(said, "prompt_tokens_details", "cached_tokens") > 0);
        Assert.Contains(tap.Told, said => Part(said, "completion_tokens_details", "reasoning_tokens") > 0);
    }

    [Fact]
    public async Task Whoever_asks_often_gets_short_answers_of_a_cheap_model()
    {
        await using var system = await EngineOverGateway.StartAsync();

        var models = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            models.Add(await ModelAsync(system, $"{Trip} There are {i} of us."));
        }

        Assert.Equal(Advised, models[0]);
        Assert.Equal(Brief, models[^1]);
        Assert.Equal(models.Order(StringComparer.Ordinal).Reverse(), models);

        // Another session has a budget of its own.
        Assert.Equal(Advised, await ModelAsync(system, Trip, session: "another"));
    }

    [Fact]
    public async Task A_run_that_has_used_its_calls_in_vain_is_refused_and_says_so()
    {
        // Who failed is known where somebody listens.
        using var listener = Listen(_ => { });
        await using var system = await EngineOverGateway.StartAsync();

        // Every second call fails: each attempt has one good call, and the third would be too many.
        using var fault = await system.Engine.Client.PutAsJsonAsync("/faults/assist", new { errorRate = 0.5 });
        using var response = await system.RunAsync(Kind, Trip);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(
            ("BudgetExceededException", "run_budget", "budget"),
            (body.GetProperty("error_type").GetString(), body.GetProperty("step").GetString(), body.GetProperty("cause").GetString()));
        Assert.Equal(2, body.GetProperty("usage").GetProperty("calls").GetInt64());
        Assert.Null(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_budget_that_is_whole_again_later_says_when()
    {
        await using var system = await EngineOverGateway.StartAsync(
            ("Workflows:travel_assistant:run_budget:Scope", "Workflow"), ("Workflows:travel_assistant:run_budget:MaxCalls", "1"));
        using var first = await system.RunAsync(Kind, Trip);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var second = await system.RunAsync(Kind, Trip);

        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        Assert.InRange(second.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_tool_that_fails_fails_no_workflow()
    {
        await using var system = await EngineOverGateway.StartAsync();
        using var fault = await system.Engine.Client.PutAsJsonAsync("/faults/weather", new { errorRate = 1 });

        using var response = await system.RunAsync(Kind, Trip);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Its_trace_is_the_one_on_the_page()
    {
        const string Begin = "<!-- written by TravelAssistantTests, from here -->\n\n```text\n";
        const string End = "```\n\n<!-- to here -->";
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans.Enqueue);
        await using var system = await EngineOverGateway.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/workflows/{Kind}") { Content = JsonContent.Create(new { prompt = Trip }) };
        var trace = ActivityTraceId.CreateRandom();
        var caller = ActivitySpanId.CreateRandom();
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-{caller}-01");
        using var response = await system.Engine.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        var own = spans.Where(span => span.TraceId == trace).OrderBy(span => span.StartTimeUtc).ToList();
        var ids = own.Select(span => span.SpanId).ToHashSet();
        var text = new StringBuilder();
        foreach (var root in own.Where(span => !ids.Contains(span.ParentSpanId)))
        {
            Write(root, 0);
        }

        var file = Repository.PathOf("docs", "traces.md");
        var page = await File.ReadAllTextAsync(file);
        var (from, to) = (page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, page.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("ACCEPT_TRACES") == "1")
        {
            page = page[..from] + text + page[to..];
            await File.WriteAllTextAsync(file, page);
            to = page.IndexOf(End, StringComparison.Ordinal);
        }

        // On purpose? Run this test once with ACCEPT_TRACES=1 and commit the page.
        Assert.Equal(page[from..to], text.ToString());

        void Write(Activity span, int depth)
        {
            var name = span.OperationName.Contains("execute_tool", StringComparison.Ordinal) ? "" : $"  {span.GetTagItem("primitive.name")}";
            text.Append(' ', 2 * depth).Append(span.OperationName).Append(name).Append('\n');
            foreach (var child in own.Where(one => one.ParentSpanId == span.SpanId))
            {
                Write(child, depth + 1);
            }
        }
    }

    private static ActivityListener Listen(Action<Activity> stopped)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TtaNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = stopped,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static async Task<string> ModelAsync(EngineOverGateway system, string prompt, string? session = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/workflows/{Kind}") { Content = JsonContent.Create(new { prompt }) };
        if (session is not null)
        {
            request.Headers.TryAddWithoutValidation("traceparent", $"00-{ActivityTraceId.CreateRandom()}-{ActivitySpanId.CreateRandom()}-01");
            request.Headers.TryAddWithoutValidation("baggage", $"session.id={session}");
        }

        using var response = await system.Engine.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return body.GetProperty("usage").GetProperty("models").EnumerateArray().Select(model => model.GetProperty("model").GetString()!)
            .Single(model => model is Advised or Brief);
    }

    /// <summary>By the shipped price file: the tokens that were cached at their rate, the rest at the model's.</summary>
    private static decimal PriceOf(JsonElement said)
    {
        using var prices = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "prices.json")));
        var price = prices.RootElement.GetProperty("prices").EnumerateArray()
            .Single(entry => entry.GetProperty("model").GetString() == said.GetProperty("model").GetString());
        var usage = said.GetProperty("usage");
        var (cached, reasoning) = (Part(said, "prompt_tokens_details", "cached_tokens"), Part(said, "completion_tokens_details", "reasoning_tokens"));
        return (((usage.GetProperty("prompt_tokens").GetInt64() - cached) * price.GetProperty("prompt_per_million").GetDecimal())
            + (cached * price.GetProperty("cached_prompt_per_million").GetDecimal())
            + ((usage.GetProperty("completion_tokens").GetInt64() - reasoning) * price.GetProperty("completion_per_million").GetDecimal())
            + (reasoning * price.GetProperty("reasoning_per_million").GetDecimal())) / 1_000_000;
    }

    private static long Part(JsonElement said, string details, string name) =>
        said.GetProperty("usage").TryGetProperty(details, out var part) ? part.GetProperty(name).GetInt64() : 0;
}
