using Microsoft.Extensions.AI;

namespace Primitives.Benchmarks;

/// <summary>A model that streams a thousand chunks, all there already and all the same one.</summary>
internal sealed class ThousandChunks : IChatClient, IAsyncEnumerable<ChatResponseUpdate>, IAsyncEnumerator<ChatResponseUpdate>
{
    public const int Count = 1000;

    private int _left;

    public ChatResponseUpdate Current { get; } = new(ChatRole.Assistant, "x");

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => this;

    public IAsyncEnumerator<ChatResponseUpdate> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        _left = Count;
        return this;
    }

    public ValueTask<bool> MoveNextAsync() => new(_left-- > 0);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public ValueTask DisposeAsync() => default;

    public void Dispose()
    {
    }
}
