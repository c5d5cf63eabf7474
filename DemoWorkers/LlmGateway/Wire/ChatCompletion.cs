namespace Tta.DemoWorkers.LlmGateway.Wire;

/// <summary>The answer to a chat-completions request.</summary>
internal sealed record ChatCompletion(
    string Id, string Object, long Created, string Model, IReadOnlyList<Choice> Choices, TokenUsage Usage, string SystemFingerprint);

/// <summary>One answer of the model.</summary>
internal sealed record Choice(int Index, AnswerMessage Message, string FinishReason);

/// <summary>The model's message.</summary>
internal sealed record AnswerMessage(string Role, string Content);

/// <summary>Tokens of a call.</summary>
internal sealed record TokenUsage(int PromptTokens, int CompletionTokens, int TotalTokens);
