using Observatory.Agents.Steps;

namespace Observatory.Agents.Families;

/// <summary>The workflow primitives of this repository: what they say beside the conventions.</summary>
internal sealed class TtaPrimitives : IAgentFamily
{
    /// <inheritdoc/>
    public string Name => "tta";

    /// <inheritdoc/>
    public IReadOnlyList<string> ConversationKeys { get; } = ["session.id"];

    /// <inheritdoc/>
    public void Read(AgentStep step)
    {
        var a = step.Attributes;
        var isPrimitive = a.Has("primitive.type") && a.Has("primitive.action");
        if (!isPrimitive && !(a.Has("workflow.id") && a.Has("correlation.id")))
        {
            return;
        }

        step.IsMeasured = true;

        // A workflow's own span is the one that is no primitive's.
        step.Kind ??= isPrimitive ? StepKind.Step : StepKind.Workflow;
        step.Operation ??= isPrimitive ? a.Text("primitive.type") : "workflow";
        step.Workflow ??= a.Text("workflow.name");
        step.Agent ??= a.Text("agent.type", "agent.id");
        step.Conversation ??= a.Text("session.id");
        step.ReportedCost ??= a.Dollars("llm.cost_usd");
        step.Name ??= isPrimitive ? a.Text("step.name", "primitive.name") : step.Workflow;
    }
}
