using System.Text.Json.Serialization;

namespace Tta.DemoWorkers.LlmGateway.Wire;

/// <summary>The answer to a chat-completions request.</summary>
internal sealed record ChatCompletion(
    string Id, string Object, long Created, string Model, IReadOnlyList<Choice> Choices, TokenUsage Usage, string SystemFingerprint);

/// <summary>One answer of the model.</summary>
internal sealed record Choice(int Index, AnswerMessage Message, string FinishReason);

/// <summary>The model's message.</summary>
internal sealed record AnswerMessage(string Role, string Content);

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

/// <summary>The text that is added.</summary>
internal sealed record ChunkDelta(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Role,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Content);

/// <summary>Tokens of a call.</summary>
internal sealed record TokenUsage(int PromptTokens, int CompletionTokens, int TotalTokens);
