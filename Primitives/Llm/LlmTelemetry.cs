using System.Diagnostics;
using Microsoft.Extensions.AI;
using GenAi = Tta.Primitives.TtaNames.GenAi;
using Keys = Tta.Primitives.TtaNames.Attributes.Llm;
using Labels = Tta.Primitives.TtaNames.Labels;
using Values = Tta.Primitives.TtaNames.Values;

namespace Tta.Primitives;

/// <summary>What a model call emits.</summary>
internal sealed class LlmTelemetry(WorkflowPrimitive owner, LlmOptions options)
{
    private readonly string _spanName = SpanNames.Generate(options.Provider);
    private readonly KeyValuePair<string, object?>[] _labels =
        [new(Labels.Provider, options.Provider), new(Labels.Model, options.Model)];

    public Span Start(WorkflowContext context)
    {
        Span span = Span.Start(_spanName, owner, Values.Action.Generate, context, ActivityKind.Client);
        span.Tag(Keys.Provider, options.Provider);
        span.Tag(Keys.ModelName, options.Model);
        span.Tag(Keys.ModelTier, options.ModelTier);
        span.Tag(Keys.Temperature, options.Temperature);
        span.Tag(GenAi.Operation.Name, Values.ChatOperation);
        span.Tag(GenAi.Provider.Name, options.Provider);
        span.Tag(GenAi.Request.Model, options.Model);
        span.Tag(GenAi.Request.Temperature, options.Temperature);
        span.Tag(GenAi.Request.MaxTokens, options.MaxOutputTokens);
        return span;
    }

    public static void Describe(in Span span, ChatResponse answer, LlmResponse response)
    {
        span.Tag(Keys.PromptTokens, response.PromptTokens);
        span.Tag(Keys.CompletionTokens, response.CompletionTokens);
        span.Tag(Keys.CostKnown, Boxed.Of(response.CostUsd is not null));
        span.Tag(Keys.CostUsd, (double?)response.CostUsd);
        span.Tag(GenAi.Response.Model, response.Model);
        span.Tag(GenAi.Response.Id, answer.ResponseId);
        span.Tag(GenAi.Response.FinishReasons, response.FinishReason is { } reason ? new[] { reason } : null);
        span.Tag(GenAi.Usage.InputTokens, response.PromptTokens);
        span.Tag(GenAi.Usage.OutputTokens, response.CompletionTokens);
    }

    public void Succeeded(TimeSpan duration, LlmResponse response)
    {
        Instruments.LlmLatency.Record(duration.TotalSeconds, _labels);
        Instruments.LlmHealth.Record(1, _labels);
        CountTokens(response.PromptTokens, Values.Token.Prompt, Values.Token.Input, response.Model);
        CountTokens(response.CompletionTokens, Values.Token.Completion, Values.Token.Output, response.Model);
        if (response.CostUsd is { } cost)
        {
            Instruments.LlmCost.Add((double)cost, _labels);
        }
        else
        {
            Instruments.LlmUnpricedCalls.Add(1, _labels);
        }

        if (Instruments.GenAiDuration.Enabled)
        {
            Instruments.GenAiDuration.Record(duration.TotalSeconds, [.. GenAiLabels(), new(GenAi.Response.Model, response.Model)]);
        }
    }

    public void Failed(TimeSpan duration, Exception exception, CancellationToken cancellationToken)
    {
        if (Outcome.IsCancellation(exception, cancellationToken))
        {
            return;
        }

        Instruments.LlmLatency.Record(duration.TotalSeconds, _labels);
        Instruments.LlmHealth.Record(0, _labels);
        if (Instruments.GenAiDuration.Enabled)
        {
            Instruments.GenAiDuration.Record(
                duration.TotalSeconds, [.. GenAiLabels(), new(TtaNames.Attributes.Error.Type, Outcome.TypeOf(exception))]);
        }
    }

    private void CountTokens(long? tokens, string type, string genAiType, string responseModel)
    {
        if (tokens is not { } count)
        {
            return;
        }

        Instruments.LlmTokens.Add(count, _labels[0], _labels[1], new(Labels.Type, type));
        if (Instruments.GenAiTokenUsage.Enabled)
        {
            Instruments.GenAiTokenUsage.Record(
                count, [.. GenAiLabels(), new(GenAi.Response.Model, responseModel), new(GenAi.Token.Type, genAiType)]);
        }
    }

    private KeyValuePair<string, object?>[] GenAiLabels() =>
    [
        new(GenAi.Operation.Name, Values.ChatOperation),
        new(GenAi.Provider.Name, options.Provider),
        new(GenAi.Request.Model, options.Model),
    ];
}
