using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>Asks a model for an answer in the shape of a type, and gives it as that.</summary>
/// <typeparam name="TIn">What the messages are made of.</typeparam>
/// <typeparam name="TOut">What the answer is read as; an object in JSON.</typeparam>
/// <remarks>
/// The model is told the type's JSON schema as the answer's format. An answer that cannot be read or lacks something that is required is
/// asked for again, with what is wrong with it (<see cref="LlmOptions.MaxRepairs"/>); each is a call like any other, with its span and its
/// cost. One that was cut off or that the provider's filter stopped is not: it would be again. In the end it is an
/// <see cref="LlmAnswerException"/>. Bad answers are counted as <c>tta.llm.bad.answers</c>, and are events of the primitive's span. Calls
/// and tools are accounted for as by <see cref="LlmPrimitive{TIn}"/>.
/// </remarks>
public class LlmStructuredPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private readonly LlmCall<TIn> _call;
    private readonly LlmAnswerReader<TOut> _reader;

    /// <summary>Calls a model with messages made of each input.</summary>
    /// <param name="client">Reaches the model.</param>
    /// <param name="messages">Makes the messages.</param>
    /// <param name="options">Which model, and how.</param>
    /// <param name="json">
    /// How <typeparamref name="TOut"/> is written as JSON; with source-generated metadata it works trimmed, too. Default: as
    /// Microsoft.Extensions.AI does.
    /// </param>
    /// <exception cref="ArgumentException">
    /// An argument is null, an option is missing or out of range, or <typeparamref name="TOut"/> is no JSON object.
    /// </exception>
    public LlmStructuredPrimitive(
        IChatClient client,
        Func<TIn, WorkflowContext, IEnumerable<ChatMessage>> messages,
        LlmOptions options,
        JsonSerializerOptions? json = null)
        : base(PrimitiveTypes.Llm, options?.Name)
    {
        _call = new LlmCall<TIn>(this, client, messages, options!);
        _reader = new LlmAnswerReader<TOut>(json);
    }

    /// <inheritdoc/>
    protected override async ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = _call.Messages(input, context);
        for (int calls = 1; ; calls++)
        {
            (ChatResponse answer, LlmResponse response) =
                await _call.AskAsync(messages, _reader.Format, context, cancellationToken).ConfigureAwait(false);
            BadAnswer? bad = _reader.Read(answer, out TOut? value);
            if (bad is null)
            {
                return value!;
            }

            _call.Telemetry.Refused(bad.Reason, context);
            if (calls > _call.Options.MaxRepairs || !bad.IsWorthAnotherTry)
            {
                throw new LlmAnswerException(Name, response, typeof(TOut), bad.Reason, bad.What, calls, bad.Cause);
            }

            messages.AddRange(answer.Messages);
            messages.Add(new ChatMessage(
                ChatRole.User, $"That answer cannot be used: {bad.What} Answer again, with nothing but JSON that fits the schema."));
        }
    }
}
