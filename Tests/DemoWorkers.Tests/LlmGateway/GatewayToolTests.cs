using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Tta.DemoWorkers.Tests.Hosting;

namespace Tta.DemoWorkers.Tests.LlmGateway;

/// <summary>The simulated models ask for tools, answer in the shape of a schema, and tell what was cached and what was reasoning.</summary>
public sealed class GatewayToolTests
{
    private const string Tools = """
        "tools":[
          {"type":"function","function":{"name":"weather","description":"Weather forecast for a city on a day of the week.","parameters":
            {"type":"object","properties":{"city":{"type":"string"},"day":{"type":"string","enum":["Monday","Friday"]}},"required":["city","day"]}}},
          {"type":"function","function":{"name":"bake","description":"Bakes bread."}}]
        """;

    private const string Ask = """{"role":"user","content":"What will the weather in Oslo be on Friday?"}""";

    private static readonly (string, string)[] NoFaults = [("Demo:ErrorRate", "0"), ("Demo:RateLimitRate", "0"), ("Demo:LatencyScale", "0")];

    [Fact]
    public async Task Offered_a_tool_that_fits_it_asks_for_it_with_what_the_prompt_names()
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);

        var (_, body) = await AskAsync(gateway, $$"""{"model":"gpt-6.1-terra",{{Tools}},"messages":[{{Ask}}]}""");

        var choice = body.GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("message").GetProperty("content").ValueKind);
        var call = Assert.Single(choice.GetProperty("message").GetProperty("tool_calls").EnumerateArray());
        Assert.Equal(("function", "weather"), (call.GetProperty("type").GetString(), call.GetProperty("function").GetProperty("name").GetString()));
        Assert.NotEmpty(call.GetProperty("id").GetString()!);
        Assert.False(call.TryGetProperty("index", out _));
        Assert.Equal("""{"city":"Oslo","day":"Friday"}""", call.GetProperty("function").GetProperty("arguments").GetString());
    }

    [Fact]
    public async Task Streamed_it_asks_for_the_same_in_parts()
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        await using var other = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        var whole = (await AskAsync(other, $$"""{"model":"gpt-6.1-terra",{{Tools}},"messages":[{{Ask}}]}""")).Body;
        var asked = whole.GetProperty("choices")[0].GetProperty("message").GetProperty("tool_calls")[0];

        using var response = await gateway.Client.PostAsync("/v1/chat/completions", Json(
            $$"""{"model":"gpt-6.1-terra","stream":true,"stream_options":{"include_usage":true},{{Tools}},"messages":[{{Ask}}]}"""));
        string[] events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        JsonElement[] chunks = [.. events[..^1].Select(text => JsonElement.Parse(text["data: ".Length..]))];
        JsonElement[] choices = [.. chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())];
        JsonElement[] parts =
        [
            .. choices.Select(choice => choice.GetProperty("delta")).Where(delta => delta.TryGetProperty("tool_calls", out _))
                .SelectMany(delta => delta.GetProperty("tool_calls").EnumerateArray()),
        ];

        Assert.True(parts.Length > 2);
        Assert.All(parts, part => Assert.Equal(0, part.GetProperty("index").GetInt32()));
        Assert.Equal(asked.GetProperty("id").GetString(), parts[0].GetProperty("id").GetString());
        Assert.Equal("weather", parts[0].GetProperty("function").GetProperty("name").GetString());
        Assert.All(parts[1..], part => Assert.False(part.TryGetProperty("id", out _)));
        Assert.Equal(
            asked.GetProperty("function").GetProperty("arguments").GetString(),
            string.Concat(parts.Select(part => part.GetProperty("function").GetProperty("arguments").GetString())));
        Assert.Equal("tool_calls", choices[^1].GetProperty("finish_reason").GetString());
        Assert.Equal(whole.GetProperty("usage").GetRawText(), chunks[^1].GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task Told_what_the_tools_returned_it_answers_and_what_it_was_sent_before_was_cached()
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        const string Told = """
            {"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Oslo\"}"}}]},
            {"role":"tool","tool_call_id":"a","content":"rain"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"b","type":"function","function":{"name":"weather","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"b","content":"no station"}
            """;

        var first = (await AskAsync(gateway, $$"""{"model":"gpt-6.1-terra",{{Tools}},"messages":[{{Ask}}]}""")).Body.GetProperty("usage");
        var body = (await AskAsync(gateway, $$"""{"model":"gpt-6.1-terra",{{Tools}},"messages":[{{Ask}},{{Told}}]}""")).Body;

        Assert.Equal("stop", body.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.NotEmpty(body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!);
        Assert.False(first.TryGetProperty("prompt_tokens_details", out _));
        var cached = body.GetProperty("usage").GetProperty("prompt_tokens_details").GetProperty("cached_tokens").GetInt32();
        Assert.InRange(cached, first.GetProperty("prompt_tokens").GetInt32() - 8, body.GetProperty("usage").GetProperty("prompt_tokens").GetInt32() - 1);
        Assert.Equal(0, cached % 8);
    }

    [Theory]
    [InlineData(""" "tool_choice":"none",""", "What will the weather in Oslo be on Friday?")]
    [InlineData("", "Explain compost.")]
    public async Task It_answers_when_it_may_ask_for_none_or_none_fits(string choice, string prompt)
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);

        var (_, body) = await AskAsync(
            gateway, $$"""{"model":"gpt-6.1-terra",{{choice}}{{Tools}},"messages":[{"role":"user","content":"{{prompt}}"}]}""");

        Assert.Equal("stop", body.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Theory]
    [InlineData("low", 0.5)]
    [InlineData("medium", 1)]
    [InlineData("high", 2)]
    [InlineData("minimal", 0)]
    public async Task Asked_to_reason_it_tells_what_of_the_answers_tokens_that_was(string effort, double share)
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);

        var usage = (await AskAsync(gateway, $$"""{"model":"gpt-6.1-terra","reasoning_effort":"{{effort}}","messages":[{{Ask}}]}""")).Body.GetProperty("usage");

        var completion = usage.GetProperty("completion_tokens").GetInt32();
        var reasoning = usage.TryGetProperty("completion_tokens_details", out var details) ? details.GetProperty("reasoning_tokens").GetInt32() : 0;
        Assert.Equal((int)((completion - reasoning) * share), reasoning);
        Assert.Equal(share > 0, reasoning > 0);
        Assert.Equal(usage.GetProperty("prompt_tokens").GetInt32() + completion, usage.GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Asked_for_a_shape_it_answers_in_it_and_misses_it_now_and_then_when_calls_fail()
    {
        const string Shaped = """
            "response_format":{"type":"json_schema","json_schema":{"name":"Plan","schema":{"type":"object","required":["steps","count","sure","how"],
            "properties":{"steps":{"type":"array","items":{"type":"string"}},"count":{"type":["null","integer"]},"sure":{"type":"boolean"},
            "how":{"enum":["fast","slow"]},"inner":{"type":"object","properties":{"price":{"type":"number"}}}}}}}
            """;
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);

        var answers = new List<JsonElement>();
        for (var i = 0; i < 20; i++)
        {
            answers.Add(JsonElement.Parse(Content((await AskAsync(
                gateway, $$"""{"model":"gemma-4",{{Shaped}},"messages":[{"role":"user","content":"Plan a garden of {{i}} beds."}]}""")).Body)));
        }

        Assert.All(answers, answer =>
        {
            Assert.NotEmpty(answer.GetProperty("steps").EnumerateArray().Select(step => step.GetString()!));
            Assert.Equal(JsonValueKind.Number, answer.GetProperty("inner").GetProperty("price").ValueKind);
            Assert.Contains(answer.GetProperty("how").GetString(), (string[])["fast", "slow"]);
        });
        Assert.Equal(Enumerable.Range(0, 20), answers.Select(answer => answer.GetProperty("count").GetInt32()));

        using var changed = await gateway.Client.PutAsync("/faults", Json("""{"errorRate":0.1}"""));
        var missed = 0;
        for (var i = 0; i < 60; i++)
        {
            var (status, body) = await AskAsync(
                gateway, $$"""{"model":"gemma-4",{{Shaped}},"messages":[{"role":"user","content":"Plan a garden of {{i}} roses."}]}""");
            missed += status == HttpStatusCode.OK && Content(body) is var text && (!text.EndsWith('}') || text == "{}") ? 1 : 0;
        }

        // Four times as often as calls fail.
        Assert.InRange(missed, 10, 35);
    }

    [Theory]
    [InlineData(""" "tools":{}""", "tools")]
    [InlineData(""" "tools":[{"type":"function"}]""", "tools[0].function")]
    [InlineData(""" "tools":[{"type":"function","function":{"name":7}}]""", "tools[0].function")]
    [InlineData(""" "tools":[],"tool_choice":"required" """, "tool_choice")]
    [InlineData(""" "response_format":{"type":"poem"}""", "response_format.type")]
    [InlineData(""" "response_format":"json_schema" """, "response_format.type")]
    [InlineData(""" "response_format":{"type":"json_schema","json_schema":{"name":"x"}}""", "response_format.json_schema.schema")]
    [InlineData(""" "reasoning_effort":"much" """, "reasoning_effort")]
    [InlineData(""" "messages":[{"role":"assistant","tool_calls":{}}]""", "messages[0].tool_calls")]
    [InlineData(""" "messages":[{"role":"assistant","tool_calls":[{"id":"a"}]}]""", "messages[0].tool_calls")]
    [InlineData(""" "messages":[{"role":"assistant","tool_calls":[]}]""", "messages[0].content")]
    public async Task What_cannot_be_understood_is_named(string part, string parameter)
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        var messages = part.Contains("messages", StringComparison.Ordinal) ? "" : $",\"messages\":[{Ask}]";

        var (status, body) = await AskAsync(gateway, $$"""{"model":"gemma-4",{{part}}{{messages}}}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(parameter, body.GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task A_schema_that_nests_without_end_or_says_nothing_is_answered_with_null_there()
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        var nested = string.Concat(Enumerable.Repeat("""{"type":"object","properties":{"a":""", 12)) + """{"type":"string"}""" + string.Concat(Enumerable.Repeat("}}", 12));

        var schema = """{"type":"object","properties":{"x":""" + nested + ""","y":{}}}""";
        var format = """{"type":"json_schema","json_schema":{"schema":""" + schema + "}}";

        var (status, body) = await AskAsync(gateway, $$"""{"model":"gemma-4","response_format":{{format}},"messages":[{{Ask}}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.EndsWith("\"y\":null}", Content(body), StringComparison.Ordinal);
    }

    private static string Content(JsonElement body) => body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(RunningWorker gateway, string request)
    {
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", Json(request));
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
