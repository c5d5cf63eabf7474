using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>Prompts and answers in spans: off, and where one switch turns them on, as the conventions write them.</summary>
public sealed class LlmContentTests : IDisposable
{
    private readonly Telemetry _telemetry = new();

    public void Dispose()
    {
        SensitiveData.IsRecorded = false;
        _telemetry.Dispose();
    }

    private static LlmOptions Options()
    {
        LlmOptions options = Make.WithTools(Make.Tool("add_one", (int i) => i + 1));
        options.Instructions = "Be brief.";
        options.Chat!.Instructions = "Be kind.";
        return options;
    }

    private static Task<LlmResponse> AskAsync() =>
        new LlmPrimitive(Make.CallsTools(new ChatRound(("add_one", 1))), Options()).ExecuteAsync("What is 1 + 1?", Make.Context()).AsTask();

    private static string? Of(Activity span, string key) => (string?)span.GetTagItem(key);

    [Fact]
    public async Task Nothing_of_it_is_told_unless_it_is_switched_on()
    {
        await AskAsync();
        Assert.DoesNotContain(
            _telemetry.Spans.SelectMany(span => span.TagObjects.Select(tag => $"{span.OperationName} {tag.Key} {tag.Value}")),
            text => text.Contains("1 + 1", StringComparison.Ordinal) || text.Contains("brief", StringComparison.Ordinal)
                || text.Contains("answer is", StringComparison.Ordinal) || text.Contains("arguments", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Switched_on_the_spans_have_it_as_the_conventions_write_it()
    {
        SensitiveData.IsRecorded = true;
        await AskAsync();
        Activity[] calls = [.. _telemetry.SpansNamed("llm.p.generate")];
        Assert.Equal("""[{"type":"text","content":"Be brief."},{"type":"text","content":"Be kind."}]""", Of(calls[0], "gen_ai.system_instructions"));
        Assert.Equal(
            """[{"role":"user","parts":[{"type":"text","content":"What is 1 \u002B 1?"}]}]""", Of(calls[0], "gen_ai.input.messages"));
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"tool_call","id":"call_0_0","name":"add_one","arguments":{"i":1}}],"finish_reason":"tool_call"}]""",
            Of(calls[0], "gen_ai.output.messages"));
        using JsonDocument definitions = JsonDocument.Parse(Of(calls[0], "gen_ai.tool.definitions")!);
        Assert.Equal("function add_one", $"{definitions.RootElement[0].GetProperty("type")} {definitions.RootElement[0].GetProperty("name")}");
        Assert.Equal("object", definitions.RootElement[0].GetProperty("parameters").GetProperty("type").GetString());
        Assert.Contains("""{"type":"tool_call_response","id":"call_0_0","response":2}""", Of(calls[1], "gen_ai.input.messages"), StringComparison.Ordinal);
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"text","content":"The answer is 2."}],"finish_reason":"stop"}]""",
            Of(calls[1], "gen_ai.output.messages"));
        Activity tool = _telemetry.Span("execute_tool add_one");
        Assert.Equal(("""{"i":1}""", "2"), (Of(tool, "gen_ai.tool.call.arguments"), Of(tool, "gen_ai.tool.call.result")));

        // Never in names or labels.
        Assert.DoesNotContain(_telemetry.Measurements.SelectMany(m => m.Labels.Values), value => $"{value}".Contains("1 + 1", StringComparison.Ordinal));
        Assert.DoesNotContain(_telemetry.Spans, span => span.DisplayName.Contains("1 + 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_streams_answer_is_told_whole()
    {
        SensitiveData.IsRecorded = true;
        var model = new LlmStreamingPrimitive(new StreamingChatClient(new ManualTime()), new LlmOptions { Provider = "p", Model = "m" });
        await (await model.ExecuteAsync("hi", Make.Context())).ReadAsync();
        Assert.Equal(
            """[{"role":"assistant","parts":[{"type":"text","content":"one two three"}],"finish_reason":"stop"}]""",
            Of(_telemetry.Span("llm.p.generate"), "gen_ai.output.messages"));
    }

    [Fact]
    public async Task What_is_long_is_cut_and_what_is_no_text_is_named()
    {
        SensitiveData.IsRecorded = true;
        var model = new LlmPrimitive<int>(
            ScriptedChatClient.Answering("x"),
            (_, _) =>
            [
                new ChatMessage(ChatRole.User,
                [
                    new TextContent(new string('x', 100_000)),
                    new DataContent(new byte[100_000], "image/png"),
                    new UriContent("https://example.org/a.png", "image/png"),
                    new TextReasoningContent("so"),
                    new FunctionCallContent("c", "f", new Dictionary<string, object?> { ["self"] = new Endless() }),
                    new ErrorContent("no"),
                ]),
            ],
            new LlmOptions { Provider = "p", Model = "m" });
        await model.ExecuteAsync(1, Make.Context());

        using JsonDocument input = JsonDocument.Parse(Of(_telemetry.Span("llm.p.generate"), "gen_ai.input.messages")!);
        JsonElement parts = input.RootElement[0].GetProperty("parts");
        Assert.Equal(32_769, parts[0].GetProperty("content").GetString()!.Length);
        Assert.Equal(
            ["text", "blob", "uri", "reasoning", "tool_call", "ErrorContent"], parts.EnumerateArray().Select(part => part.GetProperty("type").GetString()));
        Assert.False(parts[1].TryGetProperty("content", out _));
        Assert.Equal("Endless", parts[4].GetProperty("arguments").GetProperty("self").GetString());
    }

    private sealed class Endless
    {
        public Endless Self => this;
    }
}
