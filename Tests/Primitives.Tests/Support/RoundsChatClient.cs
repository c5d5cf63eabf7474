using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Tta.Primitives.Tests.Support;

/// <summary>Asks for tools, round by round, and then answers with what the last of them returned.</summary>
internal sealed class RoundsChatClient(ChatRound[] rounds) : IChatClient
{
    private int _calls;

    public int Calls => _calls;

    /// <summary>The call that streams no further after its first chunk, from 1; none by default.</summary>
    public int HangsAfter { get; set; }

    /// <summary>What each call was asked with.</summary>
    public List<ChatOptions?> Asked { get; } = [];

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Asked.Add(options);
        int call = _calls++;
        ChatMessage answer = call < rounds.Length
            ? new ChatMessage(
                ChatRole.Assistant,
                [.. rounds[call].Calls.Select((one, i) => new FunctionCallContent($"call_{call}_{i}", one.Tool, Arguments(rounds[call].Named, one.Argument)))])
            : new ChatMessage(ChatRole.Assistant, $"The answer is {Result(messages)}.");
        return Task.FromResult(new ChatResponse(answer)
        {
            ModelId = "m",
            ResponseId = $"r-{call}",
            FinishReason = call < rounds.Length ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop,
            Usage = new UsageDetails { InputTokenCount = 1000, OutputTokenCount = 500 },
        });
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ChatResponseUpdate update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
        {
            yield return update;
            if (_calls == HangsAfter)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static Dictionary<string, object?> Arguments(string name, object? argument) =>
        argument is null ? [] : new() { [name] = argument };

    private static string Result(IEnumerable<ChatMessage> messages) =>
        $"{messages.SelectMany(m => m.Contents).OfType<FunctionResultContent>().LastOrDefault()?.Result}";
}
