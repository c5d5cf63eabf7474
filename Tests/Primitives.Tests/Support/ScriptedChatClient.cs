using Microsoft.Extensions.AI;

namespace Tta.Primitives.Tests.Support;

/// <summary>Answers what it is told to.</summary>
internal sealed class ScriptedChatClient(Func<IReadOnlyList<ChatMessage>, ChatOptions?, ChatResponse> answer) : IChatClient
{
    public int Calls { get; private set; }

    public static ScriptedChatClient Answering(string text, int? prompt = 1000, int? completion = 500, string? model = null) =>
        new((_, _) => new ChatResponse(new ChatMessage(ChatRole.Assistant, text))
        {
            ModelId = model,
            ResponseId = "r-1",
            FinishReason = ChatFinishReason.Stop,
            Usage = prompt is null ? null : new UsageDetails { InputTokenCount = prompt, OutputTokenCount = completion },
        });

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Calls++;
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(answer([.. messages], options));
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
