using Observatory.Agents.Steps;

namespace Observatory.Agents.Families;

/// <summary>OpenLLMetry: what Traceloop's instrumentations say beside the conventions, and said before these.</summary>
internal sealed class OpenLlmetry : IAgentFamily
{
    /// <inheritdoc/>
    public string Name => "openllmetry";

    /// <inheritdoc/>
    public IReadOnlyList<string> ConversationKeys { get; } = ["traceloop.association.properties.session_id"];

    /// <inheritdoc/>
    public void Read(AgentStep step)
    {
        var a = step.Attributes;
        var (kind, request) = (a.Text("traceloop.span.kind"), a.Text("llm.request.type"));
        if (kind is null && request is null && !a.HasPrefix("traceloop."))
        {
            return;
        }

        step.Operation ??= kind ?? request;
        step.Kind ??= kind switch
        {
            "workflow" => StepKind.Workflow,
            "agent" => StepKind.Agent,
            "tool" => StepKind.Tool,
            null when request is not null => StepKind.ModelCall,
            _ => StepKind.Step,
        };
        step.Name ??= a.Text("traceloop.entity.name");
        step.Workflow ??= a.Text("traceloop.workflow.name");
        step.Conversation ??= a.Text("traceloop.association.properties.session_id");
    }
}
