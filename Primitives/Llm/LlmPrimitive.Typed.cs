using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>Calls a model through <see cref="IChatClient"/> and accounts for it: tokens, cost, latency, health.</summary>
/// <typeparam name="TIn">What the messages are made of.</typeparam>
/// <remarks>
/// <para>The call has a span of its own, <c>llm.{provider}.generate</c>, kind Client, with the <c>llm.*</c> attributes and OpenTelemetry's
/// <c>gen_ai.*</c> ones. Neither prompt nor answer is emitted unless <see cref="SensitiveData.IsRecorded"/> says so. A client that traces
/// itself, such as <c>OpenTelemetryChatClient</c>, tells the conventions' attributes and metrics; then the primitive leaves them to it,
/// and no token counts twice.</para>
/// <para>Where the client calls the tools of <see cref="LlmOptions.Chat"/>, each call of one has a span, <c>execute_tool {name}</c>; give
/// the client an <see cref="LlmCallClient"/> inside, and each model call has its own, too.</para>
/// <para>A call that a time limit cuts off is a failed one (<c>error.type</c> is <c>timeout</c>), with the time it had taken so far; one
/// that its caller gives up says nothing of the model.</para>
/// </remarks>
public class LlmPrimitive<TIn> : WorkflowPrimitive<TIn, LlmResponse>
{
    private readonly LlmCall<TIn> _call;

    /// <summary>Calls a model with messages made of each input.</summary>
    /// <param name="client">Reaches the model.</param>
    /// <param name="messages">Makes the messages.</param>
    /// <param name="options">Which model, and how.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is missing or out of range.</exception>
    public LlmPrimitive(IChatClient client, Func<TIn, WorkflowContext, IEnumerable<ChatMessage>> messages, LlmOptions options)
        : base(PrimitiveTypes.Llm, options?.Name) => _call = new LlmCall<TIn>(this, client, messages, options!);

    /// <inheritdoc/>
    protected override async ValueTask<LlmResponse> ExecuteCoreAsync(
        TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = _call.Messages(input, context);
        return (await _call.AskAsync(messages, format: null, context, cancellationToken).ConfigureAwait(false)).Response;
    }
}
