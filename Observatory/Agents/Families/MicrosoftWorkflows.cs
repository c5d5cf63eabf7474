using Observatory.Agents.Steps;

namespace Observatory.Agents.Families;

/// <summary>
/// The workflows of Microsoft's agent framework, in .NET and Python, which have words of their own; their agents speak the conventions.
/// </summary>
internal sealed class MicrosoftWorkflows : IAgentFamily
{
    /// <inheritdoc/>
    public string Name => "microsoft-workflows";

    /// <inheritdoc/>
    public IReadOnlyList<string> ConversationKeys { get; } = [];

    /// <inheritdoc/>
    public void Read(AgentStep step)
    {
        var a = step.Attributes;
        var operation = step.SpanName.Split(' ', 2)[0];
        var kind = operation switch
        {
            "workflow.run" or "workflow_invoke" or "workflow.session" when a.HasPrefix("workflow.") => StepKind.Workflow,
            "workflow.build" when a.HasPrefix("workflow.") || a.HasPrefix("build.") => StepKind.Setup,
            "executor.process" when a.Has("executor.id") => StepKind.Step,
            "edge_group.process" when a.HasPrefix("edge_group.") => StepKind.Step,
            "message.send" when a.HasPrefix("message.") => StepKind.Step,
            _ => (StepKind?)null,
        };
        if (kind is null)
        {
            return;
        }

        step.Operation ??= operation;
        step.Kind ??= kind;
        step.Workflow ??= a.Text("workflow.name");
        step.Name ??= a.Text("executor.id") ?? step.Workflow;
    }
}
