using System.Text.Json.Serialization;

namespace Tta.DemoWorkers.LlmGateway.Wire;

/// <summary>The answer to a chat-completions request.</summary>
internal sealed record ChatCompletion(
    string Id, string Object, long Created, string Model, IReadOnlyList<Choice> Choices, TokenUsage Usage, string SystemFingerprint);

/// <summary>One answer of the model.</summary>
internal sealed record Choice(int Index, AnswerMessage Message, string FinishReason);

/// <summary>The model's message; one that asks for tools has no text.</summary>
internal sealed record AnswerMessage(
    string Role,
    string? Content,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ToolCall>? ToolCalls = null);

/// <summary>A tool that the model asks for.</summary>
/// <param name="Index">Its place among the message's, in a streamed answer.</param>
/// <param name="Id">By which its result is told; in a streamed answer only in its first part.</param>
/// <param name="Type">Always <c>function</c>, where there is an id.</param>
/// <param name="Function">Which, and with what.</param>
internal sealed record ToolCall(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Index,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Type,
    ToolCallFunction Function);

/// <summary>A function and its arguments, or the next part of these.</summary>
internal sealed record ToolCallFunction(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name, string Arguments);

/// <summary>A part of a streamed answer; the last one may tell the tokens, and has no choice then.</summary>
internal sealed record ChatCompletionChunk(
    string Id,
    string Object,
    long Created,
    string Model,
    IReadOnlyList<ChunkChoice> Choices,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] TokenUsage? Usage,
    string SystemFingerprint);

/// <summary>What a chunk adds to an answer.</summary>
internal sealed record ChunkChoice(int Index, ChunkDelta Delta, string? FinishReason);

/// <summary>The text, or the parts of tools asked for, that are added.</summary>
internal sealed record ChunkDelta(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Content,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<ToolCall>? ToolCalls = null);

/// <summary>Tokens of a call.</summary>
internal sealed record TokenUsage(int PromptTokens, int CompletionTokens, int TotalTokens)
{
    /// <summary>What is special about the tokens sent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PromptTokensDetails? PromptTokensDetails { get; init; }

    /// <summary>What is special about the tokens received.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CompletionTokensDetails? CompletionTokensDetails { get; init; }
}

/// <summary>Those of the tokens sent that were in the provider's cache.</summary>
internal sealed record PromptTokensDetails(int CachedTokens);

/// <summary>Those of the tokens received that were reasoning.</summary>
internal sealed record CompletionTokensDetails(int ReasoningTokens);
