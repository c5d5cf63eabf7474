using System.Diagnostics;
using Microsoft.Extensions.AI;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

public sealed class LlmTests
{
    private static readonly JsonPriceTable Prices = JsonPriceTable.Parse(
        """{"currency":"USD","prices":[{"provider":"openai","model":"gpt-small","prompt_per_million":0.15,"completion_per_million":0.60}]}""");

    private static LlmOptions Options(string model = "gpt-small") => new()
    {
        Provider = "openai",
        Model = model,
        ModelTier = "fast",
        Temperature = 0.2,
        MaxOutputTokens = 100,
        Prices = Prices,
    };

    [Fact]
    public async Task The_answer_comes_with_its_tokens_and_exact_cost()
    {
        WorkflowContext context = Make.Context();
        var llm = new LlmPrimitive(ScriptedChatClient.Answering("hi", 1234, 567, "gpt-small-2026-01-01"), Options());
        LlmResponse response = await llm.ExecuteAsync("prompt", context);

        Assert.Equal(new LlmResponse("hi", "openai", "gpt-small-2026-01-01", 1234, 567, 0.0005253m, "stop"), response);
        Assert.Equal(new UsageSnapshot(1, 0, 1234, 567, 0.0005253m, 0m), context.Usage.Snapshot());
    }

    [Fact]
    public async Task The_call_is_a_client_span_with_llm_and_gen_ai_attributes_and_without_any_text()
    {
        using var telemetry = new Telemetry();
        await new LlmPrimitive(ScriptedChatClient.Answering("the answer", model: "gpt-small"), Options()).ExecuteAsync("the prompt", Make.Context());

        Activity span = telemetry.Span("llm.openai.generate");
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal(telemetry.Span("primitive.llm.execute").SpanId, span.ParentSpanId);
        Dictionary<string, object?> expected = new()
        {
            ["llm.provider"] = "openai",
            ["llm.model_name"] = "gpt-small",
            ["llm.model_tier"] = "fast",
            ["llm.temperature"] = 0.2,
            ["llm.prompt_tokens"] = 1000L,
            ["llm.completion_tokens"] = 500L,
            ["llm.cost_usd"] = 0.00045,
            ["llm.cost_known"] = true,
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "openai",
            ["gen_ai.request.model"] = "gpt-small",
            ["gen_ai.request.temperature"] = 0.2,
            ["gen_ai.request.max_tokens"] = 100,
            ["gen_ai.response.model"] = "gpt-small",
            ["gen_ai.response.id"] = "r-1",
            ["gen_ai.usage.input_tokens"] = 1000L,
            ["gen_ai.usage.output_tokens"] = 500L,
        };
        Assert.All(expected, pair => Assert.Equal(pair.Value, span.GetTagItem(pair.Key)));
        Assert.Equal(["stop"], Assert.IsType<string[]>(span.GetTagItem("gen_ai.response.finish_reasons")));
        Assert.DoesNotContain(
            telemetry.Spans.SelectMany(s => s.TagObjects),
            tag => tag.Value is string text && (text.Contains("the prompt", StringComparison.Ordinal) || text.Contains("the answer", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tokens_cost_latency_and_health_are_measured()
    {
        using var telemetry = new Telemetry();
        await new LlmPrimitive(ScriptedChatClient.Answering("hi"), Options()).ExecuteAsync("x", Make.Context());

        (string, object?)[] model = [("provider", "openai"), ("model", "gpt-small")];
        Assert.Equal(1000, telemetry.Sum("tta.llm.tokens", [.. model, ("type", "prompt")]));
        Assert.Equal(500, telemetry.Sum("tta.llm.tokens", [.. model, ("type", "completion")]));
        Assert.Equal(0.00045, telemetry.Sum("tta.llm.cost.dollars", model), 1e-12);
        Assert.Single(telemetry.Of("tta.llm.latency", model));
        Assert.Equal(1, Assert.Single(telemetry.Of("tta.llm.health.up", model)).Value);
        Assert.Equal(1000, telemetry.Sum("gen_ai.client.token.usage", ("gen_ai.token.type", "input")));
        Assert.Equal(500, telemetry.Sum("gen_ai.client.token.usage", ("gen_ai.token.type", "output")));
        Assert.Single(telemetry.Of("gen_ai.client.operation.duration", ("gen_ai.operation.name", "chat"), ("gen_ai.request.model", "gpt-small")));
    }

    [Theory]
    [InlineData("gpt-unknown", true)]
    [InlineData("gpt-small", false)]
    public async Task A_cost_that_is_unknown_shows_as_unknown_and_never_as_nothing(string model, bool tokensKnown)
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        int? tokens = tokensKnown ? 10 : null;
        LlmResponse response = await new LlmPrimitive(ScriptedChatClient.Answering("hi", tokens, tokens), Options(model)).ExecuteAsync("x", context);

        Assert.Null(response.CostUsd);
        Assert.Equal(1, context.Usage.Snapshot().UnpricedCalls);
        Assert.Empty(telemetry.Of("tta.llm.cost.dollars"));
        Assert.Null(telemetry.Span("llm.openai.generate").GetTagItem("llm.cost_usd"));
        Assert.Equal(false, telemetry.Span("llm.openai.generate").GetTagItem("llm.cost_known"));
    }

    [Fact]
    public async Task A_failed_call_marks_the_model_as_down_until_one_succeeds()
    {
        using var telemetry = new Telemetry();
        bool fails = true;
        var llm = new LlmPrimitive(
            new ScriptedChatClient((_, _) => fails ? throw new HttpRequestException("429") : new ChatResponse(new ChatMessage(ChatRole.Assistant, "ok"))),
            Options());
        await Assert.ThrowsAsync<HttpRequestException>(() => llm.ExecuteAsync("x", Make.Context()).AsTask());
        fails = false;
        await llm.ExecuteAsync("x", Make.Context());

        Assert.Equal([0d, 1d], telemetry.Of("tta.llm.health.up").Select(m => m.Value));
        Assert.Single(telemetry.Of("gen_ai.client.operation.duration", ("error.type", "System.Net.Http.HttpRequestException")));
        Activity failed = telemetry.SpansNamed("llm.openai.generate").First();
        Assert.Equal(ActivityStatusCode.Error, failed.Status);
        Assert.Single(failed.Events);
    }

    [Fact]
    public async Task A_cancelled_call_says_nothing_about_the_models_health()
    {
        using var telemetry = new Telemetry();
        using var stop = new CancellationTokenSource();
        var llm = new LlmPrimitive(
            new ScriptedChatClient((_, _) => { stop.Cancel(); throw new OperationCanceledException(stop.Token); }), Options());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => llm.ExecuteAsync("x", Make.Context(), stop.Token).AsTask());

        Assert.Empty(telemetry.Of("tta.llm.health.up"));
        Assert.Single(telemetry.Of("tta.llm.latency", ("status", "cancelled")));
        Assert.Equal([1, -1], telemetry.Of("tta.llm.calls.active").Select(m => m.Value));
        Assert.Equal(ActivityStatusCode.Unset, telemetry.Span("llm.openai.generate").Status);
    }

    [Fact]
    public async Task Instructions_and_options_reach_the_model()
    {
        IReadOnlyList<ChatMessage>? sent = null;
        ChatOptions? with = null;
        LlmOptions options = Options();
        options.Instructions = "Be brief.";
        var llm = new LlmPrimitive(
            new ScriptedChatClient((messages, o) => { sent = messages; with = o; return new ChatResponse(new ChatMessage(ChatRole.Assistant, "")); }),
            options);
        await llm.ExecuteAsync("question", Make.Context());

        Assert.Equal([(ChatRole.System, "Be brief."), (ChatRole.User, "question")], sent!.Select(m => (m.Role, m.Text)));
        Assert.Equal(("gpt-small", 0.2f, 100), (with!.ModelId, with.Temperature, with.MaxOutputTokens));
    }

    [Theory]
    [InlineData("", "m", 0.0, "Provider")]
    [InlineData("p", "", 0.0, "Model")]
    [InlineData("p", "m", 2.5, "Temperature")]
    public void Nonsense_is_refused_at_construction(string provider, string model, double temperature, string named)
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => new LlmPrimitive(
            ScriptedChatClient.Answering(""), new LlmOptions { Provider = provider, Model = model, Temperature = temperature }));
        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
    }

    // F18b
    [Theory]
    [InlineData(900, 0, 0.25, null, 0.001325)]
    [InlineData(0, 0, null, null, 0.002)]
    [InlineData(0, 200, null, 4.0, 0.0024)]
    [InlineData(900, 200, 0.25, 4.0, 0.001725)]
    [InlineData(1000, 500, 0.0, 0.0, 0.0)]
    [InlineData(900, 0, null, 4.0, null)]
    [InlineData(0, 200, 0.25, null, null)]
    [InlineData(1001, 0, 0.25, null, null)]
    [InlineData(0, 501, null, 4.0, null)]
    [InlineData(-1, 0, 0.25, null, null)]
    [InlineData(0, -1, null, 4.0, null)]
    public async Task Cached_and_reasoning_tokens_have_rates_of_their_own_or_the_cost_is_unknown(
        int cached, int reasoning, double? cachedRate, double? reasoningRate, double? cost)
    {
        using var telemetry = new Telemetry();
        string rates = (cachedRate is null ? "" : FormattableString.Invariant($",\"cached_prompt_per_million\":{cachedRate}"))
            + (reasoningRate is null ? "" : FormattableString.Invariant($",\"reasoning_per_million\":{reasoningRate}"));
        JsonPriceTable prices = JsonPriceTable.Parse(
            $$"""{"prices":[{"provider":"openai","model":"m","prompt_per_million":1,"completion_per_million":2{{rates}}}]}""");
        var client = new ScriptedChatClient((_, _) => new ChatResponse(new ChatMessage(ChatRole.Assistant, "hi"))
        {
            Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 500, CachedInputTokenCount = cached, ReasoningTokenCount = reasoning },
        });
        WorkflowContext context = Make.Context();
        LlmResponse response = await new LlmPrimitive(client, new LlmOptions { Provider = "openai", Model = "m", Prices = prices }).ExecuteAsync("x", context);

        Assert.Equal((decimal?)cost, response.CostUsd);
        Assert.Equal(cached < 0 ? null : cached, response.CachedPromptTokens);
        Assert.Equal(reasoning < 0 ? null : reasoning, response.ReasoningTokens);
        Assert.Equal(cost is null ? 1 : 0, context.Usage.Snapshot().UnpricedCalls);
        Activity span = telemetry.Span("llm.openai.generate");
        Assert.Equal(cost is not null, span.GetTagItem("llm.cost_known"));
        Assert.Equal(response.CachedPromptTokens, span.GetTagItem("gen_ai.usage.cache_read.input_tokens"));
        Assert.Equal(response.ReasoningTokens, span.GetTagItem("gen_ai.usage.reasoning.output_tokens"));
    }

    // F18b
    [Theory]
    [InlineData(-1, 10)]
    [InlineData(10, -1)]
    public async Task A_negative_number_of_tokens_is_none_that_is_known(int prompt, int completion)
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        LlmResponse response = await new LlmPrimitive(ScriptedChatClient.Answering("hi", prompt, completion), Options()).ExecuteAsync("x", context);
        Assert.Equal((prompt < 0 ? null : 10L, completion < 0 ? null : 10L, null), (response.PromptTokens, response.CompletionTokens, response.CostUsd));
        Assert.Equal(new UsageSnapshot(1, 1, Math.Max(0, prompt), Math.Max(0, completion), 0m, 0m), context.Usage.Snapshot());
        Assert.All(telemetry.Of("tta.llm.tokens"), m => Assert.Equal(10, m.Value));
        Assert.Null(telemetry.Span("llm.openai.generate").GetTagItem(prompt < 0 ? "llm.prompt_tokens" : "llm.completion_tokens"));
    }
}
