using System.Diagnostics;
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
    private readonly Func<TIn, WorkflowContext, IEnumerable<ChatMessage>> _messages;
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
        _messages = messages;
        _options = OptionsCheck.Valid(options!, nameof(options));
        _telemetry = new LlmTelemetry(this, _options);
    }

    /// <inheritdoc/>
    protected override async ValueTask<LlmResponse> ExecuteCoreAsync(
        TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        List<ChatMessage> messages = [.. _messages(input, context)];
        if (_options.Instructions is { } instructions)
        {
            messages.Insert(0, new ChatMessage(ChatRole.System, instructions));
        }

        Span span = _telemetry.Start(context);
        long started = Stopwatch.GetTimestamp();
        LlmResponse response;
        try
        {
            ChatResponse answer =
                await _client.GetResponseAsync(messages, ChatOptionsOf(), cancellationToken).ConfigureAwait(false);
            response = Account(answer);
            LlmTelemetry.Describe(span, answer, response);
        }
        catch (Exception exception)
        {
            _telemetry.Failed(span, Stopwatch.GetElapsedTime(started), exception, cancellationToken);
            throw;
        }

        context.Usage.AddCall(
            _options.Provider, _options.Model, response.PromptTokens ?? 0, response.CompletionTokens ?? 0, response.CostUsd);
        _telemetry.Succeeded(Stopwatch.GetElapsedTime(started), response, context);
        span.Succeed();
        return response;
    }

    private ChatOptions ChatOptionsOf() => new()
    {
        ModelId = _options.Model,
        Temperature = (float?)_options.Temperature,
        MaxOutputTokens = _options.MaxOutputTokens,
    };

    private LlmResponse Account(ChatResponse answer)
    {
        long? prompt = Said(answer.Usage?.InputTokenCount);
        long? completion = Said(answer.Usage?.OutputTokenCount);
        string model = answer.ModelId ?? _options.Model;
        return new LlmResponse(
            answer.Text, _options.Provider, model, prompt, completion, CostOf(model, answer.Usage), answer.FinishReason?.Value)
        {
            CachedPromptTokens = Said(answer.Usage?.CachedInputTokenCount),
            ReasoningTokens = Said(answer.Usage?.ReasoningTokenCount),
        };
    }

    /// <summary>A negative number of tokens says nothing.</summary>
    private static long? Said(long? tokens) => tokens is >= 0 ? tokens : null;

    /// <summary>The call's cost; unknown when the provider's numbers are missing or impossible, or a rate is.</summary>
    private decimal? CostOf(string model, UsageDetails? usage)
    {
        long cached = usage?.CachedInputTokenCount ?? 0;
        long reasoning = usage?.ReasoningTokenCount ?? 0;
        return usage is { InputTokenCount: >= 0 and { } prompt, OutputTokenCount: >= 0 and { } completion }
            && cached >= 0 && cached <= prompt && reasoning >= 0 && reasoning <= completion
            ? PriceOf(model)?.Cost(prompt, completion, cached, reasoning)
            : null;
    }

    /// <summary>The price of the model that answered, or of the one asked for: providers answer with dated variants of its name.</summary>
    private ModelPrice? PriceOf(string model) =>
        _options.Prices is { } prices
        && (prices.TryGetPrice(_options.Provider, model, out ModelPrice price)
            || prices.TryGetPrice(_options.Provider, _options.Model, out price))
            ? price
            : null;
}
