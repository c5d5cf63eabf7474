using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Tta.Primitives.Tests.Support;

/// <summary>Streams an answer in a clock's time, and can fail, hang or be read only in part.</summary>
internal sealed class StreamingChatClient(ManualTime time) : IChatClient
{
    public IReadOnlyList<string> Texts { get; set; } = ["one ", "two ", "three"];

    public UsageDetails? Usage { get; set; } = new() { InputTokenCount = 1000, OutputTokenCount = 500 };

    /// <summary>Whether the usage is told with the first chunk, and not by a last one.</summary>
    public bool UsageFirst { get; set; }

    /// <summary>The chunk in whose place it fails.</summary>
    public int? FailAt { get; set; }

    /// <summary>How often it does.</summary>
    public int Fails { get; set; } = int.MaxValue;

    /// <summary>The chunk that does not come.</summary>
    public int? HangAt { get; set; }

    /// <summary>Done when it hangs.</summary>
    public TaskCompletionSource Hanging { get; } = new();

    public TimeSpan PerChunk { get; set; } = TimeSpan.FromSeconds(0.5);

    public int Calls { get; private set; }

    public string? Asked { get; private set; }

    public DateTimeOffset Started { get; private set; }

    public CancellationToken Token { get; private set; }

    /// <summary>Whether its reader has disposed of it.</summary>
    public bool Closed { get; private set; }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Calls++;
        Asked = messages.Last().Text;
        Started = time.GetUtcNow();
        Token = cancellationToken;
        time.Advance(TimeSpan.FromSeconds(0.5));
        try
        {
            for (int i = 0; i < Texts.Count; i++)
            {
                if (i == FailAt && Fails-- > 0)
                {
                    throw new HttpRequestException("The connection was closed.");
                }

                if (i == HangAt)
                {
                    Hanging.TrySetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                time.Advance(PerChunk);
                var chunk = new ChatResponseUpdate(ChatRole.Assistant, Texts[i]) { ModelId = "m-dated", ResponseId = "r-1" };
                chunk.FinishReason = i == Texts.Count - 1 ? ChatFinishReason.Stop : null;
                if (UsageFirst && i == 0 && Usage is { } soon)
                {
                    chunk.Contents.Add(new UsageContent(soon));
                }

                yield return chunk;
            }

            if (!UsageFirst && Usage is { } used)
            {
                time.Advance(PerChunk);
                yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(used)]);
            }
        }
        finally
        {
            Closed = true;
        }
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
