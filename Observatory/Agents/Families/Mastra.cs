using Observatory.Agents.Steps;

namespace Observatory.Agents.Families;

/// <summary>Mastra: <c>mastra.*</c>, beside the conventions.</summary>
internal sealed class Mastra : IAgentFamily
{
    /// <inheritdoc/>
    public string Name => "mastra";

    /// <inheritdoc/>
    public IReadOnlyList<string> ConversationKeys { get; } = ["mastra.metadata.sessionId"];

    /// <inheritdoc/>
    public void Read(AgentStep step)
    {
        var a = step.Attributes;
        if (!a.HasPrefix("mastra."))
        {
            return;
        }

        step.Conversation ??= a.Text("mastra.metadata.sessionId");
        if (a.Text("mastra.span.type") is not { } type)
        {
            return;
        }

        step.Operation ??= type;
        step.Kind ??= type switch
        {
            "agent_run" => StepKind.Agent,
            "workflow_run" => StepKind.Workflow,
            "model_generation" or "llm_generation" => StepKind.ModelCall,
            "tool_call" or "mcp_tool_call" => StepKind.Tool,
            _ => StepKind.Step,
        };
    }
}
