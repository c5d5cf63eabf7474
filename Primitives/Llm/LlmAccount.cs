using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>Makes a response of what a provider says: its tokens where they make sense, and their cost where it is known.</summary>
internal static class LlmAccount
{
    /// <summary>Asks a model once, with all that a call emits.</summary>
    public static async ValueTask<(ChatResponse Answer, LlmResponse Response)> AskAsync(
        IChatClient client,
        IEnumerable<ChatMessage> messages,
        ChatOptions chat,
        LlmOptions options,
        LlmTelemetry telemetry,
        WorkflowContext context,
        CancellationToken cancellationToken)
    {
        Span span = telemetry.Start(context, messages, chat);
        long started = options.TimeProvider.GetTimestamp();
        ChatResponse answer;
        LlmResponse response;
        try
        {
            answer = await client.GetResponseAsync(messages, chat, cancellationToken).ConfigureAwait(false);
            response = Of(options, answer);
            telemetry.Describe(span, answer.ResponseId, response);
            telemetry.Answered(span, answer);
        }
        catch (Exception exception)
        {
            telemetry.Failed(span, options.TimeProvider.GetElapsedTime(started), exception, cancellationToken);
            throw;
        }

        context.Usage.AddCall(
            options.Provider, options.Model, response.PromptTokens ?? 0, response.CompletionTokens ?? 0, response.CostUsd);
        telemetry.Succeeded(options.TimeProvider.GetElapsedTime(started), response, context);
        span.Succeed();
        return (answer, response);
    }

    /// <summary>The response in an answer that came at once.</summary>
    public static LlmResponse Of(LlmOptions options, ChatResponse answer)
    {
        LlmResponse response = Of(options, answer.Text, answer.ModelId, answer.Usage, answer.FinishReason?.Value);
        return OpenCalls(answer.Messages) is { Count: > 0 } open ? response with { ToolCalls = open } : response;
    }

    /// <summary>The tools that an answer asks for and that nobody has called yet.</summary>
    private static List<FunctionCallContent>? OpenCalls(IList<ChatMessage> messages)
    {
        List<FunctionCallContent>? open = null;
        for (int i = 0; i < messages.Count; i++)
        {
            IList<AIContent> contents = messages[i].Contents;
            for (int j = 0; j < contents.Count; j++)
            {
                Note(contents[j], ref open);
            }
        }

        return open;
    }

    /// <summary>Adds a tool that is asked for, or takes one away whose result is there.</summary>
    public static void Note(AIContent content, ref List<FunctionCallContent>? open)
    {
        if (content is FunctionCallContent { InformationalOnly: false } call)
        {
            (open ??= []).Add(call);
        }
        else if (open is not null && content is FunctionResultContent result)
        {
            Remove(open, result.CallId);
        }
    }

    /// <summary>Apart, so that only what removes something makes a closure.</summary>
    private static void Remove(List<FunctionCallContent> open, string id) => open.RemoveAll(one => one.CallId == id);

    public static LlmResponse Of(LlmOptions options, string text, string? answered, UsageDetails? usage, string? finishReason)
    {
        string model = answered ?? options.Model;
        return new LlmResponse(
            text,
            options.Provider,
            model,
            Said(usage?.InputTokenCount),
            Said(usage?.OutputTokenCount),
            CostOf(options, model, usage),
            finishReason)
        {
            CachedPromptTokens = Said(usage?.CachedInputTokenCount),
            ReasoningTokens = Said(usage?.ReasoningTokenCount),
        };
    }

    /// <summary>A negative number of tokens says nothing.</summary>
    private static long? Said(long? tokens) => tokens is >= 0 ? tokens : null;

    /// <summary>The call's cost; unknown when the provider's numbers are missing or impossible, or a rate is.</summary>
    private static decimal? CostOf(LlmOptions options, string model, UsageDetails? usage)
    {
        long cached = usage?.CachedInputTokenCount ?? 0;
        long reasoning = usage?.ReasoningTokenCount ?? 0;
        return usage is { InputTokenCount: >= 0 and { } prompt, OutputTokenCount: >= 0 and { } completion }
            && cached >= 0 && cached <= prompt && reasoning >= 0 && reasoning <= completion
            ? PriceOf(options, model)?.Cost(prompt, completion, cached, reasoning)
            : null;
    }

    /// <summary>The price of the model that answered, or of the one asked for: providers answer with dated variants of its name.</summary>
    private static ModelPrice? PriceOf(LlmOptions options, string model) =>
        options.Prices is { } prices
        && (prices.TryGetPrice(options.Provider, model, out ModelPrice price)
            || prices.TryGetPrice(options.Provider, options.Model, out price))
            ? price
            : null;
}
