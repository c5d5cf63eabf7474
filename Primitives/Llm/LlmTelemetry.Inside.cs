using System.Diagnostics;
using Microsoft.Extensions.AI;
using GenAi = Tta.Primitives.TtaNames.GenAi;
using Labels = Tta.Primitives.TtaNames.Labels;
using Values = Tta.Primitives.TtaNames.Values;

namespace Tta.Primitives;

/// <content>What is asked, what is answered, the tools that are called, and answers that were none.</content>
internal sealed partial class LlmTelemetry
{
    /// <summary>Starts the span of a tool's call, unless the client has started one.</summary>
    public Span StartTool(AIFunction tool, string? callId, AIFunctionArguments arguments, WorkflowContext context)
    {
        if (IsToldBy(Values.ExecuteToolOperation))
        {
            return Span.None();
        }

        Span span = Span.Start(SpanNames.ExecuteTool(tool.Name), owner, Values.Action.Tool, context);
        span.Tag(GenAi.Operation.Name, Values.ExecuteToolOperation);
        span.Tag(GenAi.Tool.Name, tool.Name);
        span.Tag(GenAi.Tool.Type, Values.FunctionTool);
        span.Tag(GenAi.Tool.Description, tool.Description is { Length: > 0 } says ? says : null);
        span.Tag(GenAi.Tool.Call.Id, callId);
        LlmContent.AddToolArguments(span, arguments);
        return span;
    }

    /// <summary>Measures a tool's call. Its name is the application's own, not what a model made up.</summary>
    public static void EndTool(in Span span, string tool, string status, WorkflowContext context) => Instruments.ToolDuration.Record(
        span.Elapsed, new(Labels.WorkflowName, context.WorkflowLabel), new(Labels.ToolName, tool), new(Labels.Status, status));

    /// <summary>An answer came that is none.</summary>
    public void Refused(string reason, WorkflowContext context)
    {
        Instruments.LlmBadAnswers.Add(
            1, new(Labels.WorkflowName, context.WorkflowLabel), _model[0], _model[1], new(Labels.Reason, reason));
        if (Activity.Current is { IsAllDataRequested: true } activity && activity.Source == Instruments.Source)
        {
            activity.AddEvent(new ActivityEvent(
                TtaNames.Events.Llm.BadAnswer, tags: new ActivityTagsCollection { [TtaNames.Attributes.Error.Type] = reason }));
        }
    }

    /// <summary>The answer itself, where it may be told.</summary>
    public void Answered(in Span span, ChatResponse answer)
    {
        if (tellsConventions && LlmContent.IsWanted(span))
        {
            LlmContent.AddAnswer(span, answer.Messages, answer.FinishReason);
        }
    }

    /// <summary>Whether the chunks of a stream are to be kept for <see cref="Answered"/>.</summary>
    public bool KeepsAnswer(in Span span) => tellsConventions && LlmContent.IsWanted(span);

    /// <summary>Whether the current activity is another's that tells of this operation.</summary>
    private static bool IsToldBy(string operation) =>
        Activity.Current is { } current && current.Source != Instruments.Source
        && operation.Equals(current.GetTagItem(GenAi.Operation.Name));

    private void DescribeRequest(
        in Span span, IEnumerable<ChatMessage> messages, ChatOptions chat, double? temperature, bool streamed)
    {
        span.Tag(GenAi.Operation.Name, Values.ChatOperation);
        span.Tag(GenAi.Provider.Name, options.Provider);
        span.Tag(GenAi.Request.Model, options.Model);
        span.Tag(GenAi.Request.Temperature, temperature);
        span.Tag(GenAi.Request.MaxTokens, chat.MaxOutputTokens);
        span.Tag(GenAi.Request.TopP, (double?)chat.TopP);
        span.Tag(GenAi.Request.TopK, chat.TopK);
        span.Tag(GenAi.Request.FrequencyPenalty, (double?)chat.FrequencyPenalty);
        span.Tag(GenAi.Request.PresencePenalty, (double?)chat.PresencePenalty);
        span.Tag(GenAi.Request.Seed, chat.Seed);
        span.Tag(GenAi.Request.StopSequences, chat.StopSequences is { Count: > 0 } stops ? stops.ToArray() : null);
        span.Tag(GenAi.Output.Type, chat.ResponseFormat switch
        {
            ChatResponseFormatJson => Values.Output.Json,
            ChatResponseFormatText => Values.Output.Text,
            _ => null,
        });
        span.Tag(GenAi.Request.Stream, streamed ? Boxed.True : null);
        if (LlmContent.IsWanted(span))
        {
            LlmContent.AddRequest(span, messages, chat);
        }
    }
}
