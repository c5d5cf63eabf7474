using System.Diagnostics;
using Microsoft.Extensions.AI;
using GenAi = Tta.Primitives.TtaNames.GenAi;
using Keys = Tta.Primitives.TtaNames.Attributes.Llm;
using Labels = Tta.Primitives.TtaNames.Labels;
using Values = Tta.Primitives.TtaNames.Values;

namespace Tta.Primitives;

/// <summary>What a model call emits.</summary>
/// <param name="owner">Whose call it is.</param>
/// <param name="options">Which model, and how.</param>
/// <param name="tellsConventions">Whether to emit what the conventions name; false where the client does so itself.</param>
internal sealed partial class LlmTelemetry(WorkflowPrimitive owner, LlmOptions options, bool tellsConventions)
{
    private readonly string _spanName = SpanNames.Generate(options.Provider);
    private readonly KeyValuePair<string, object?>[] _model =
        [new(Labels.Provider, options.Provider), new(Labels.Model, options.Model)];
    private readonly LabelCache<KeyValuePair<string, object?>[]> _labels = new((workflow, _) =>
        [new(Labels.WorkflowName, workflow), new(Labels.Provider, options.Provider), new(Labels.Model, options.Model)]);

    /// <summary>The primitive's name.</summary>
    public string Name => owner.Name;

    public Span Start(WorkflowContext context, IEnumerable<ChatMessage> messages, ChatOptions chat, bool streamed = false)
    {
        Instruments.LlmCallsActive.Add(1, _model);
        Span span = Span.Start(_spanName, owner, Values.Action.Generate, context, ActivityKind.Client);
        span.Tag(Keys.Provider, options.Provider);
        span.Tag(Keys.ModelName, options.Model);
        span.Tag(Keys.ModelTier, options.ModelTier);
        if (span.Activity is null)
        {
            return span;
        }

        double? temperature = options.Temperature ?? chat.Temperature;
        span.Tag(Keys.Temperature, temperature);
        if (tellsConventions)
        {
            DescribeRequest(span, messages, chat, temperature, streamed);
        }

        return span;
    }

    /// <summary>The first chunk of a stream has come.</summary>
    public void FirstChunk(in Span span, TimeSpan after, KeyValuePair<string, object?>[] labels)
    {
        if (!tellsConventions)
        {
            return;
        }

        Instruments.GenAiTimeToFirstChunk.Record(after.TotalSeconds, labels);
        span.Tag(GenAi.Response.TimeToFirstChunk, after.TotalSeconds);
    }

    public void Describe(in Span span, string? responseId, LlmResponse response)
    {
        if (span.Activity is null)
        {
            return;
        }

        span.Tag(Keys.PromptTokens, response.PromptTokens);
        span.Tag(Keys.CompletionTokens, response.CompletionTokens);
        span.Tag(Keys.CostKnown, Boxed.Of(response.CostUsd is not null));
        span.Tag(Keys.CostUsd, (double?)response.CostUsd);
        if (!tellsConventions)
        {
            return;
        }

        span.Tag(GenAi.Response.Model, response.Model);
        span.Tag(GenAi.Response.Id, responseId);
        span.Tag(GenAi.Response.FinishReasons, response.FinishReason is { } reason ? new[] { reason } : null);
        span.Tag(GenAi.Usage.InputTokens, response.PromptTokens);
        span.Tag(GenAi.Usage.OutputTokens, response.CompletionTokens);
        span.Tag(GenAi.Usage.CacheRead.InputTokens, response.CachedPromptTokens);
        span.Tag(GenAi.Usage.Reasoning.OutputTokens, response.ReasoningTokens);
    }

    public void Succeeded(TimeSpan duration, LlmResponse response, WorkflowContext context)
    {
        Took(duration, Values.Status.Success);
        Instruments.LlmHealth.Record(1, _model);
        Count(response, context);
        if (tellsConventions && Instruments.GenAiDuration.Enabled)
        {
            Instruments.GenAiDuration.Record(duration.TotalSeconds, [.. GenAiLabels(), ResponseModel(response.Model)]);
        }
    }

    /// <summary>Counts what the provider has told of a call, and that it has not told it.</summary>
    private void Count(LlmResponse response, WorkflowContext context)
    {
        KeyValuePair<string, object?>[] labels = _labels.Of(context);
        CountTokens(labels, response.PromptTokens, Values.Token.Prompt, Values.Token.Input, response);
        CountTokens(labels, response.CompletionTokens, Values.Token.Completion, Values.Token.Output, response);
        if (response.CostUsd is { } cost)
        {
            Instruments.LlmCost.Add((double)cost, labels);
        }
        else
        {
            Instruments.LlmUnpricedCalls.Add(1, labels);
        }
    }

    /// <summary>Ends a stream whose reader has stopped before its end.</summary>
    public void Stopped(in Span span, TimeSpan duration, LlmResponse soFar, WorkflowContext context)
    {
        Describe(span, responseId: null, soFar);
        Count(soFar, context);
        Took(duration, Values.Status.Cancelled);
        span.End(Values.Status.Cancelled, span.Elapsed);
    }

    /// <summary>Measures a call that failed and ends its span. What a limit cut off has failed, unlike what its caller gave up.</summary>
    /// <param name="span">The call's span.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="exception">What it failed with.</param>
    /// <param name="cancellationToken">Its token.</param>
    /// <param name="soFar">What had come of a stream before it failed.</param>
    /// <param name="context">The execution.</param>
    public void Failed(
        in Span span,
        TimeSpan duration,
        Exception exception,
        CancellationToken cancellationToken,
        LlmResponse? soFar = null,
        WorkflowContext? context = null)
    {
        if (soFar is not null)
        {
            Describe(span, responseId: null, soFar);
            Count(soFar, context!);
        }

        if (Outcome.IsAbandoned(exception, cancellationToken))
        {
            // Nobody waits any more: how long it took counts, but says nothing of the model's health.
            Took(duration, Values.Status.Cancelled);
            span.Fail(exception, cancellationToken);
            return;
        }

        string errorType = exception is WorkflowTimeoutException || Outcome.IsCancellation(exception, cancellationToken)
            ? Values.Timeout
            : Outcome.TypeOf(exception);
        Took(duration, Values.Status.Failed);
        Instruments.LlmHealth.Record(0, _model);
        if (tellsConventions && Instruments.GenAiDuration.Enabled)
        {
            Instruments.GenAiDuration.Record(
                duration.TotalSeconds, [.. GenAiLabels(), new(TtaNames.Attributes.Error.Type, errorType)]);
        }

        span.Record(exception, Values.Status.Failed, errorType);
        span.End(Values.Status.Failed, span.Elapsed);
    }

    private void Took(TimeSpan duration, string status)
    {
        Instruments.LlmCallsActive.Add(-1, _model);
        Instruments.LlmLatency.Record(duration.TotalSeconds, _model[0], _model[1], new(Labels.Status, status));
    }

    private void CountTokens(
        KeyValuePair<string, object?>[] labels, long? tokens, string type, string genAiType, LlmResponse response)
    {
        if (tokens is not { } count)
        {
            return;
        }

        Instruments.LlmTokens.Add(count, [.. labels, new(Labels.Type, type)]);
        if (response.CostUsd is null)
        {
            Instruments.LlmUnpricedTokens.Add(count, [.. labels, new(Labels.Type, type)]);
        }

        if (tellsConventions && Instruments.GenAiTokenUsage.Enabled)
        {
            Instruments.GenAiTokenUsage.Record(
                count, [.. GenAiLabels(), ResponseModel(response.Model), new(GenAi.Token.Type, genAiType)]);
        }
    }

    /// <summary>The model that answered is what the provider says, such as a dated variant of the one asked for.</summary>
    private KeyValuePair<string, object?> ResponseModel(string answered) =>
        new(GenAi.Response.Model, answered == options.Model ? options.Model : SentLabels.Models.Of(answered));

    /// <summary>Whether to measure each chunk of a stream.</summary>
    public bool MeasuresChunks => tellsConventions && Instruments.GenAiTimePerChunk.Enabled;

    /// <summary>The labels of a stream's chunks; of the model asked for until the provider says which one answers.</summary>
    public KeyValuePair<string, object?>[] ChunkLabels(string? answered) =>
        tellsConventions && (Instruments.GenAiTimeToFirstChunk.Enabled || Instruments.GenAiTimePerChunk.Enabled)
            ? [.. GenAiLabels(), ResponseModel(answered ?? options.Model)]
            : [];

    private KeyValuePair<string, object?>[] GenAiLabels() =>
    [
        new(GenAi.Operation.Name, Values.ChatOperation),
        new(GenAi.Provider.Name, options.Provider),
        new(GenAi.Request.Model, options.Model),
    ];
}
