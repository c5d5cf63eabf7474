using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Tta.DemoWorkers.Tests.Hosting;

namespace Tta.DemoWorkers.Tests.LlmGateway;

public sealed class GatewayTests
{
    private static readonly (string, string)[] NoFaults = [("Demo:ErrorRate", "0"), ("Demo:RateLimitRate", "0"), ("Demo:LatencyScale", "0")];

    [Fact]
    public async Task A_completion_has_the_wire_formats_fields_and_exact_usage()
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);

        var (status, body) = await AskAsync(gateway, """{"model":"claude-haiku-5-5","messages":[{"role":"user","content":"Explain compost."}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("chat.completion", body.GetProperty("object").GetString());
        Assert.Equal("claude-haiku-5-5", body.GetProperty("model").GetString());
        var choice = body.GetProperty("choices")[0];
        Assert.Equal("assistant", choice.GetProperty("message").GetProperty("role").GetString());
        Assert.NotEmpty(choice.GetProperty("message").GetProperty("content").GetString()!);
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        var usage = body.GetProperty("usage");
        Assert.Equal(
            usage.GetProperty("prompt_tokens").GetInt32() + usage.GetProperty("completion_tokens").GetInt32(),
            usage.GetProperty("total_tokens").GetInt32());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_streamed_completion_is_the_same_answer_in_chunks_and_tells_its_usage_when_that_is_asked_for(bool usage)
    {
        const string Messages = """ "model":"gemma-4","messages":[{"role":"user","content":"Explain compost."}] """;
        await using var first = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        await using var second = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        var whole = (await AskAsync(first, $$"""{ {{Messages}} }""")).Body;

        var options = usage ? """ "stream_options":{"include_usage":true}, """ : "";
        using var response = await second.Client.PostAsync(
            "/v1/chat/completions", Json($$"""{ "stream":true, {{options}} {{Messages}} }"""));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        string[] events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", events[^1]);
        JsonElement[] chunks = [.. events[..^1].Select(text => JsonElement.Parse(text["data: ".Length..]))];

        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        JsonElement[] choices = [.. chunks.SelectMany(chunk => chunk.GetProperty("choices").EnumerateArray())];
        Assert.True(choices.Length > 2);
        Assert.Equal(
            whole.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(),
            string.Concat(choices.Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var text) ? text.GetString() : "")));
        Assert.Equal("stop", choices[^1].GetProperty("finish_reason").GetString());
        Assert.Equal(usage, chunks[^1].TryGetProperty("usage", out var told));
        if (usage)
        {
            Assert.Equal(whole.GetProperty("usage").GetRawText(), told.GetRawText());
        }
    }

    [Fact]
    public async Task Two_gateways_with_one_seed_answer_alike()
    {
        const string Request = """{"model":"gemma-4","messages":[{"role":"user","content":"Explain compost."}]}""";
        await using var first = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        await using var second = await RunningWorker.StartAsync("llm-gateway", NoFaults);

        for (var i = 0; i < 3; i++)
        {
            var one = (await AskAsync(first, Request)).Body.GetProperty("choices").GetRawText();
            Assert.Equal(one, (await AskAsync(second, Request)).Body.GetProperty("choices").GetRawText());
        }
    }

    [Theory]
    [InlineData("{\"model\":", 400, null)]
    [InlineData("[]", 400, null)]
    [InlineData("{\"messages\":[]}", 400, "model")]
    [InlineData("{\"model\":\"gemma-4\",\"messages\":[]}", 400, "messages")]
    [InlineData("{\"model\":\"gemma-4\",\"messages\":[{\"role\":\"poet\",\"content\":\"x\"}]}", 400, "messages[0].role")]
    [InlineData("{\"model\":\"gemma-4\",\"messages\":[{\"role\":\"user\",\"content\":7}]}", 400, "messages[0].content")]
    [InlineData("{\"model\":\"gemma-4\",\"max_tokens\":0,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 400, "max_tokens")]
    [InlineData("{\"model\":\"gemma-4\",\"stream\":1,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 400, "stream")]
    [InlineData("{\"model\":\"gemma-4\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}", 400, null)]
    [InlineData("{\"model\":\"gemma-4\",\"messages\":[{\"role\":\"\\ud800\",\"content\":\"x\"}]}", 400, null)]
    [InlineData("{\"model\":\"\\udc00\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 400, null)]
    [InlineData("{\"\\udc00\":1,\"model\":\"gemma-4\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 400, null)]
    [InlineData("{\"model\":\"gemma-4\",\"model\":\"x\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 400, null)]
    [InlineData("{\"model\":\"gemma-5\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 404, "model")]
    [InlineData("{\"model\":\"openai/gemma-4\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}", 404, "model")]
    public async Task A_bad_request_gets_an_error_body_that_names_the_field(string request, int status, string? parameter)
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);

        var (answered, body) = await AskAsync(gateway, request);

        Assert.Equal(status, (int)answered);
        var error = body.GetProperty("error");
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.NotEmpty(error.GetProperty("message").GetString()!);
        Assert.Equal(parameter, error.GetProperty("param").GetString());
    }

    [Fact]
    public async Task Text_parts_and_a_providers_prefix_are_understood()
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);

        var (status, body) = await AskAsync(
            gateway, """{"model":"local/gemma-4","messages":[{"role":"user","content":[{"type":"text","text":"Explain compost."}]}]}""");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("gemma-4", body.GetProperty("model").GetString());
    }

    [Fact]
    public async Task Models_of_all_four_providers_are_listed()
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway");

        var body = await gateway.Client.GetFromJsonAsync<JsonElement>("/v1/models");

        Assert.Equal("list", body.GetProperty("object").GetString());
        var owners = body.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("owned_by").GetString()).Distinct().Order();
        Assert.Equal(["anthropic", "google", "local", "openai"], owners);
    }

    [Fact]
    public async Task Faults_change_while_it_runs()
    {
        const string Request = """{"model":"gemma-4","messages":[{"role":"user","content":"Explain compost."}]}""";
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(gateway, Request)).Status);

        using var changed = await gateway.Client.PutAsync("/faults", Json("""{"errorRate":1}"""));

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        var (status, body) = await AskAsync(gateway, Request);
        Assert.True((int)status is 500 or 503, status.ToString());
        Assert.Equal("server_error", body.GetProperty("error").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("gemma-4")]
    [InlineData("local")]
    public async Task A_model_or_a_provider_has_faults_of_its_own_until_they_are_cleared(string name)
    {
        const string Faulty = """{"model":"gemma-4","messages":[{"role":"user","content":"Explain compost."}]}""";
        const string Other = """{"model":"claude-haiku-5-5","messages":[{"role":"user","content":"Explain compost."}]}""";
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);

        using var changed = await gateway.Client.PutAsync($"/faults/{name}", Json("""{"errorRate":1}"""));

        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.True((int)(await AskAsync(gateway, Faulty)).Status >= 500);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(gateway, Other)).Status);
        Assert.Equal(1, (await gateway.Client.GetFromJsonAsync<JsonElement>($"/faults/{name}")).GetProperty("errorRate").GetDouble());

        using var cleared = await gateway.Client.DeleteAsync($"/faults/{name}");
        Assert.Equal(HttpStatusCode.NoContent, cleared.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(gateway, Faulty)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await gateway.Client.GetAsync($"/faults/{name}")).StatusCode);
    }

    [Fact]
    public async Task Clearing_all_faults_clears_those_by_name_too()
    {
        const string Request = """{"model":"gemma-4","messages":[{"role":"user","content":"Explain compost."}]}""";
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        using var all = await gateway.Client.PutAsync("/faults", Json("""{"errorRate":1}"""));
        using var one = await gateway.Client.PutAsync("/faults/local", Json("""{"rateLimitRate":1}"""));

        using var cleared = await gateway.Client.DeleteAsync("/faults");

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(gateway, Request)).Status);
    }

    [Fact]
    public async Task Longer_answers_have_more_tokens()
    {
        const string Request = """{"model":"claude-haiku-5-5","messages":[{"role":"user","content":"Explain compost."}]}""";
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        static int Tokens(JsonElement body) => body.GetProperty("usage").GetProperty("completion_tokens").GetInt32();
        var usual = Tokens((await AskAsync(gateway, Request)).Body);

        using var changed = await gateway.Client.PutAsync("/faults/anthropic", Json("""{"answerScale":20}"""));

        Assert.True(Tokens((await AskAsync(gateway, Request)).Body) > 5 * usual);
    }

    [Fact]
    public async Task A_call_that_hangs_ends_when_its_caller_gives_up()
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);
        using var changed = await gateway.Client.PutAsync("/faults/gemma-4", Json("""{"hangRate":1}"""));
        using var stop = new CancellationTokenSource();
        var hangs = gateway.Client.PostAsync(
            "/v1/chat/completions", Json("""{"model":"gemma-4","messages":[{"role":"user","content":"x"}]}"""), stop.Token);

        // Other models answer meanwhile.
        Assert.Equal(
            HttpStatusCode.OK, (await AskAsync(gateway, """{"model":"gpt-6-luna","messages":[{"role":"user","content":"x"}]}""")).Status);
        Assert.False(hangs.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hangs);
    }

    [Fact]
    public async Task Faults_of_what_does_not_exist_are_refused_by_name()
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);

        using var response = await gateway.Client.PutAsync("/faults/gemma-5", Json("""{"errorRate":1}"""));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var said = await response.Content.ReadAsStringAsync();
        Assert.Contains("gemma-5", said, StringComparison.Ordinal);
        Assert.Contains("gemma-4", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rate_limit_carries_both_headers()
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", ("Demo:ErrorRate", "0"), ("Demo:RateLimitRate", "1"));

        using var response = await gateway.Client.PostAsync(
            "/v1/chat/completions", Json("""{"model":"gemma-4","messages":[{"role":"user","content":"x"}]}"""));

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
        Assert.InRange(int.Parse(response.Headers.GetValues("retry-after-ms").Single(), null), 100, 300);
        var error = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error");
        Assert.Equal("rate_limit_exceeded", error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("{\"errorRate\":2}", "errorRate is 2")]
    [InlineData("{\"eror\":1}", "eror")]
    [InlineData("", "cannot be read")]
    [InlineData("null", "empty")]
    public async Task Bad_faults_are_refused_and_change_nothing(string body, string said)
    {
        await using var gateway = await RunningWorker.StartAsync("llm-gateway", NoFaults);

        using var response = await gateway.Client.PutAsync("/faults", Json(body));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(said, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, (await gateway.Client.GetFromJsonAsync<JsonElement>("/faults")).GetProperty("errorRate").GetDouble());
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(RunningWorker gateway, string request)
    {
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", Json(request));
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
