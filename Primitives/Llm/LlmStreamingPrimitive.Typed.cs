using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>Calls a model through <see cref="IChatClient"/> and hands its answer on in chunks, as they come.</summary>
/// <typeparam name="TIn">What the messages are made of.</typeparam>
/// <remarks>
/// <para>An execution is done when the first chunk has come: until then a retry, a fallback, a time limit or a circuit breaker around it
/// does what it always does, and its duration is the time to the first chunk. From then on the <see cref="LlmStream"/> tells what happens:
/// the call's own span, <c>llm.{provider}.generate</c>, tokens, cost and latency are there when it has ended, also when its reader
/// stopped before. Accounted for as by <see cref="LlmPrimitive{TIn}"/>.</para>
/// <para>What is made of it as the last step of a sequence, or chosen by a router, streams too. An execution that streams to its end is
/// opened with <see cref="WorkflowExecution.StreamAsync{T}"/>.</para>
/// </remarks>
public class LlmStreamingPrimitive<TIn> : WorkflowPrimitive<TIn, LlmStream>
{
    private readonly LlmCall<TIn> _call;

    /// <summary>Calls a model with messages made of each input.</summary>
    /// <param name="client">Reaches the model.</param>
    /// <param name="messages">Makes the messages.</param>
    /// <param name="options">Which model, and how.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is missing or out of range.</exception>
    public LlmStreamingPrimitive(IChatClient client, Func<TIn, WorkflowContext, IEnumerable<ChatMessage>> messages, LlmOptions options)
        : base(PrimitiveTypes.Llm, options?.Name) => _call = new LlmCall<TIn>(this, client, messages, options!);

    /// <inheritdoc/>
    protected override ValueTask<LlmStream> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        _call.StreamAsync(input, context, this, cancellationToken);
}
