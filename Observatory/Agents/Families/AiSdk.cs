using Observatory.Agents.Steps;

namespace Observatory.Agents.Families;

/// <summary>Vercel's AI SDK: <c>ai.*</c> of its version 6 and before, and what version 7 says beside the conventions.</summary>
internal sealed class AiSdk : IAgentFamily
{
    /// <inheritdoc/>
    public string Name => "ai-sdk";

    /// <inheritdoc/>
    public IReadOnlyList<string> ConversationKeys { get; } = ["ai.settings.context.sessionId", "ai.telemetry.metadata.sessionId"];

    /// <inheritdoc/>
    public void Read(AgentStep step)
    {
        var a = step.Attributes;
        var operation = a.Text("ai.operationId");
        if (operation is null && !a.HasPrefix("ai."))
        {
            return;
        }

        step.Conversation ??= a.Text("ai.settings.context.sessionId", "ai.telemetry.metadata.sessionId");
        step.ResponseModel ??= a.Text("ai.response.model");
        step.RequestModel ??= a.Text("ai.model.id");
        step.Provider ??= a.Text("ai.model.provider");
        step.CallId ??= a.Text("ai.response.id", "ai.toolCall.id");
        step.Tokens = step.Tokens.Or(new(
            a.Tokens("ai.usage.inputTokens", "ai.usage.promptTokens"),
            a.Tokens("ai.usage.cachedInputTokens", "ai.usage.inputTokenDetails.cacheReadTokens"),
            a.Tokens("ai.usage.outputTokens", "ai.usage.completionTokens"),
            a.Tokens("ai.usage.reasoningTokens", "ai.usage.outputTokenDetails.reasoningTokens")));
        if (operation is null)
        {
            return;
        }

        // ai.generateText is the agent's loop; ai.generateText.doGenerate, ai.streamText.doStream and ai.embed.doEmbed are the calls.
        step.Operation ??= operation;
        step.Kind ??= operation == "ai.toolCall" ? StepKind.Tool
            : operation.Contains(".do", StringComparison.Ordinal) ? StepKind.ModelCall : StepKind.Agent;
        step.Agent ??= a.Text("ai.telemetry.functionId");
        step.Name ??= step.Kind switch
        {
            StepKind.Tool => a.Text("ai.toolCall.name"),
            StepKind.Agent => a.Text("ai.telemetry.functionId"),
            _ => null,
        };
    }
}
