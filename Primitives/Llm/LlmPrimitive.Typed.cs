using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>Calls a model through <see cref="IChatClient"/> and accounts for it: tokens, cost, latency, health.</summary>
/// <typeparam name="TIn">What the messages are made of.</typeparam>
/// <remarks>
/// The call has a span of its own, <c>llm.{provider}.generate</c>, kind Client, with the <c>llm.*</c> attributes and the OpenTelemetry
/// <c>gen_ai.*</c> ones. Neither prompt nor answer is emitted. Give it a bare client: one that traces itself would count the call twice.
/// A call that a time limit cuts off is a failed one (<c>error.type</c> is <c>timeout</c>), with the time it had taken so far; one that its
/// caller gives up says nothing of the model.
/// </remarks>
public class LlmPrimitive<TIn> : WorkflowPrimitive<TIn, LlmResponse>
{
    private readonly IChatClient _client;
    private readonly LlmCall<TIn> _call;
    private readonly LlmOptions _options;
    private readonly LlmTelemetry _telemetry;

    /// <summary>Calls a model with messages made of each input.</summary>
    /// <param name="client">Reaches the model.</param>
    /// <param name="messages">Makes the messages.</param>
    /// <param name="options">Which model, and how.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is missing or out of range.</exception>
    public LlmPrimitive(IChatClient client, Func<TIn, WorkflowContext, IEnumerable<ChatMessage>> messages, LlmOptions options)
        : base(PrimitiveTypes.Llm, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(messages);
        _client = client;
        _options = OptionsCheck.Valid(options!, nameof(options));
        _call = new LlmCall<TIn>(messages, _options);
        _telemetry = new LlmTelemetry(this, _options);
    }

    /// <inheritdoc/>
    protected override async ValueTask<LlmResponse> ExecuteCoreAsync(
        TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = _call.Messages(input, context);
        Span span = _telemetry.Start(context);
        long started = _options.TimeProvider.GetTimestamp();
        LlmResponse response;
        try
        {
            ChatResponse answer =
                await _client.GetResponseAsync(messages, _call.ChatOptions(), cancellationToken).ConfigureAwait(false);
            response = LlmAccount.Of(_options, answer.Text, answer.ModelId, answer.Usage, answer.FinishReason?.Value);
            LlmTelemetry.Describe(span, answer.ResponseId, response);
        }
        catch (Exception exception)
        {
            _telemetry.Failed(span, _options.TimeProvider.GetElapsedTime(started), exception, cancellationToken);
            throw;
        }

        context.Usage.AddCall(
            _options.Provider, _options.Model, response.PromptTokens ?? 0, response.CompletionTokens ?? 0, response.CostUsd);
        _telemetry.Succeeded(_options.TimeProvider.GetElapsedTime(started), response, context);
        span.Succeed();
        return response;
    }
}
