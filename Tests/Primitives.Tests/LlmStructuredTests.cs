using System.Diagnostics;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Answers read as a type.</summary>
public sealed partial class LlmStructuredTests
{
    private const string Good = """{"verdict":"fine","score":7}""";

    private readonly List<ChatOptions?> _options = [];
    private readonly List<IReadOnlyList<ChatMessage>> _asked = [];

    private ScriptedChatClient Answers(params (string Text, ChatFinishReason Why)[] answers) => new((messages, options) =>
    {
        _options.Add(options);
        _asked.Add(messages);
        (string text, ChatFinishReason why) = answers[_asked.Count - 1];
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
        {
            FinishReason = why,
            Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 500 },
        };
    });

    private ScriptedChatClient Answers(params string[] answers) => Answers([.. answers.Select(text => (text, ChatFinishReason.Stop))]);

    private static LlmOptions Options(int repairs = 1) =>
        new() { Name = "review", Provider = "p", Model = "m", Prices = Make.Prices, MaxRepairs = repairs };

    [Theory]
    [InlineData(Good)]
    [InlineData("```json\n" + Good + "\n```")]
    public async Task The_answer_is_the_type_and_the_model_was_told_its_schema(string text)
    {
        using var telemetry = new Telemetry();
        Review review = await new LlmStructuredPrimitive<Review>(Answers(text), Options()).ExecuteAsync("hi", Make.Context());
        Assert.Equal(new Review("fine", 7), review);
        var format = Assert.IsType<ChatResponseFormatJson>(_options[0]!.ResponseFormat);
        Assert.Equal("Review", format.SchemaName);
        Assert.Equal(
            ["verdict", "score"], format.Schema!.Value.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("json", telemetry.Span("llm.p.generate").GetTagItem("gen_ai.output.type"));
        Assert.Empty(telemetry.Of("tta.llm.bad.answers"));
    }

    [Theory]
    [InlineData("Here you are: fine, 7", "json", "It is not JSON")]
    [InlineData("", "json", "It is not JSON")]
    [InlineData("""{"verdict":"fine"}""", "shape", "missing required properties including: 'score'")]
    [InlineData("""{"verdict":null,"score":7}""", "shape", "does not fit the schema at $.verdict")]
    [InlineData("""{"verdict":"fine","score":"seven"}""", "shape", "does not fit the schema at $.score")]
    [InlineData("null", "shape", "It is null")]
    public async Task A_bad_answer_is_asked_for_again_with_what_is_wrong_with_it(string bad, string reason, string says)
    {
        using var telemetry = new Telemetry();
        WorkflowContext context = Make.Context();
        Review review = await new LlmStructuredPrimitive<Review>(Answers(bad, Good), Options()).ExecuteAsync("hi", context);
        Assert.Equal(7, review.Score);

        Assert.Equal(["hi", bad], _asked[1].SkipLast(1).Select(message => message.Text));
        Assert.Contains(says, _asked[1][^1].Text, StringComparison.Ordinal);
        Assert.Equal((2, 0.004m), (context.Usage.Snapshot().Calls, context.Usage.Snapshot().CostUsd));
        Assert.Equal(2, telemetry.SpansNamed("llm.p.generate").Count());
        Assert.Equal(1, telemetry.Sum("tta.llm.bad.answers", ("reason", reason), ("provider", "p"), ("model", "m")));
        ActivityEvent refused = Assert.Single(telemetry.Span("primitive.llm.execute").Events);
        Assert.Equal(("llm.bad_answer", reason), (refused.Name, refused.Tags.Single().Value));
    }

    [Fact]
    public async Task An_answer_that_stays_bad_is_an_error_that_says_what_and_where_and_holds_the_answer()
    {
        LlmAnswerException thrown = await Assert.ThrowsAsync<LlmAnswerException>(
            () => new LlmStructuredPrimitive<Review>(Answers("my secret", "my secret", "my secret"), Options(2)).ExecuteAsync("hi", Make.Context()).AsTask());
        Assert.Equal("'review': the answer of p/m is no Review after 3 calls. It is not JSON (line 1).", thrown.Message);
        Assert.Equal((3, "json", "my secret"), (thrown.Calls, thrown.Reason, thrown.Response.Text));
    }

    [Theory]
    [InlineData("length", "length", "raise MaxOutputTokens")]
    [InlineData("content_filter", "refused", "content filter")]
    public async Task What_would_be_answered_in_the_same_way_is_not_asked_again(string finish, string reason, string says)
    {
        using var telemetry = new Telemetry();
        ScriptedChatClient client = Answers(("""{"verdict":"fi""", new ChatFinishReason(finish)));
        LlmAnswerException thrown = await Assert.ThrowsAsync<LlmAnswerException>(
            () => new LlmStructuredPrimitive<Review>(client, Options()).ExecuteAsync("hi", Make.Context()).AsTask());
        Assert.Contains(says, thrown.Message, StringComparison.Ordinal);
        Assert.Equal(1, telemetry.Sum("tta.llm.bad.answers", ("reason", reason)));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task With_the_metadata_of_a_source_generator_no_reflection_is_needed()
    {
        var model = new LlmStructuredPrimitive<string, Review>(
            Answers("""{"Verdict":"fine","Score":7}"""),
            (text, _) => [new ChatMessage(ChatRole.User, $"Review: {text}")],
            Options(),
            AnswerJson.Default.Options);
        Assert.Equal("fine", (await model.ExecuteAsync("hi", Make.Context())).Verdict);
        Assert.Equal("Review: hi", _asked[0][0].Text);
    }

    [Fact]
    public async Task Tools_are_called_on_the_way_to_it()
    {
        using var telemetry = new Telemetry();
        int calls = 0;
        var client = new ScriptedChatClient((messages, options) => ++calls == 1
            ? Make.Rounds(new ChatRound(("score", null))).GetResponseAsync(messages, options).Result
            : new ChatResponse(new ChatMessage(ChatRole.Assistant, Good)) { FinishReason = ChatFinishReason.Stop });
        LlmOptions options = Make.WithTools(Make.Tool("score", () => 7));
        var model = new LlmStructuredPrimitive<Review>(new FunctionInvokingChatClient(new LlmCallClient(client)), options);
        Assert.Equal(7, (await model.ExecuteAsync("hi", Make.Context())).Score);
        Assert.Single(telemetry.SpansNamed("execute_tool score"));
    }

    [Fact]
    public void What_is_no_object_is_refused_when_the_primitive_is_made()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => new LlmStructuredPrimitive<int[]>(Answers(Good), Options()));
        Assert.Contains("Int32[] is no object in JSON", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LlmStructuredPrimitive<int>(Answers(Good), Options()));
    }

    [Fact]
    public void The_exception_can_be_made_by_those_who_test_what_they_do_about_it()
    {
        var response = new LlmResponse("x", "p", "m", null, null, null, null);
        Assert.Equal("'a': the answer of p/m is no Review. It is null.", new LlmAnswerException("a", response, typeof(Review), "shape", "It is null.").Message);
        Assert.Throws<ArgumentNullException>("response", () => new LlmAnswerException("a", null!, typeof(Review), "shape", ""));
        Assert.Throws<ArgumentNullException>("expected", () => new LlmAnswerException("a", response, null!, "shape", ""));
    }

    internal sealed record Review(string Verdict, int Score);

    [JsonSerializable(typeof(Review))]
    internal sealed partial class AnswerJson : JsonSerializerContext;
}
