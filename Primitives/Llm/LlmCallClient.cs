using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>
/// Stands where single calls leave for a model, inside a client that makes several of them for one answer, so that each has its span and
/// counts: <c>new FunctionInvokingChatClient(new LlmCallClient(client))</c>, given to a model primitive.
/// </summary>
/// <remarks>
/// Without it such an answer looks like one call that took as long as all of them and their tools. It takes the primitive's word for
/// provider, model and prices. Calls that no primitive makes pass through untouched. What is in between must hand the
/// <see cref="ChatOptions"/> on, or copies made by <see cref="ChatOptions.Clone"/>, as the clients of Microsoft.Extensions.AI do; an
/// answer for which no call arrives here, such as a cached one, has cost nothing.
/// </remarks>
/// <param name="client">Reaches the model.</param>
public sealed class LlmCallClient(IChatClient client) : DelegatingChatClient(client)
{
    /// <inheritdoc/>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (options is not ScopedChatOptions { Scope: { } scope })
        {
            return await InnerClient.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        }

        (ChatResponse answer, LlmResponse response) = await LlmAccount.AskAsync(
            InnerClient, messages, options, scope.Options, scope.Telemetry, scope.Context, cancellationToken).ConfigureAwait(false);
        scope.Ended(response);
        return answer;
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        options is ScopedChatOptions { Scope: { } scope }
            ? StreamAsync(messages, options, scope, cancellationToken)
            : InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions options,
        LlmScope scope,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = new LlmStream(scope.Options, scope.Telemetry, scope.Context, inside: null, primitive: null, cancellationToken);
        try
        {
            await stream.OpenAsync(InnerClient, messages, options).ConfigureAwait(false);
            await foreach (ChatResponseUpdate chunk in stream.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return chunk;
            }
        }
        finally
        {
            // Also where its reader stopped, which has ended the call.
            await stream.DisposeAsync().ConfigureAwait(false);
            if (stream.Response is { } response)
            {
                scope.Ended(response);
            }
        }
    }
}
