using Observatory.Agents.Steps;

namespace Observatory.Agents.Families;

/// <summary>
/// OpenTelemetry's conventions for generative AI, from 1.28 to 0.1.0 of their own repository: what Microsoft.Extensions.AI, Microsoft's
/// agents, Semantic Kernel, Google ADK, Pydantic AI and the OpenTelemetry instrumentations say.
/// </summary>
internal sealed class GenAi : IAgentFamily
{
    /// <inheritdoc/>
    public string Name => "gen_ai";

    /// <inheritdoc/>
    public IReadOnlyList<string> ConversationKeys { get; } = ["gen_ai.conversation.id"];

    /// <inheritdoc/>
    public void Read(AgentStep step)
    {
        var a = step.Attributes;
        ReadFields(step, a);
        if (a.Text("gen_ai.operation.name") is not { } operation)
        {
            return;
        }

        step.Operation ??= operation;
        step.Kind ??= operation switch
        {
            "chat" or "text_completion" or "generate_content" or "embeddings" => StepKind.ModelCall,
            "invoke_agent" => StepKind.Agent,
            "invoke_workflow" => StepKind.Workflow,
            "execute_tool" => StepKind.Tool,
            "retrieval" => StepKind.Retrieval,
            "create_agent" => StepKind.Setup,
            _ => StepKind.Step,
        };
        step.Name ??= step.Kind switch
        {
            StepKind.Agent => a.Text("gen_ai.agent.name") ?? Rest(step.SpanName, "invoke_agent "),
            StepKind.Tool => a.Text("gen_ai.tool.name") ?? Rest(step.SpanName, "execute_tool "),
            StepKind.Workflow => step.Workflow,
            StepKind.Step when a.Text("gen_ai.handoff.to_agent") is { } to => $"handoff to {to}",
            StepKind.Step => a.Text("gen_ai.task.name"),
            _ => null,
        };
    }

    private static void ReadFields(AgentStep step, SpanAttributes a)
    {
        step.Conversation ??= a.Text("gen_ai.conversation.id");
        step.Workflow ??= a.Text("gen_ai.workflow.name")
            ?? (a.Text("gen_ai.operation.name") == "invoke_workflow" ? a.Text("gen_ai.agent.name") : null);
        step.Agent ??= a.Text("gen_ai.agent.name");
        step.Provider ??= a.Text("gen_ai.provider.name", "gen_ai.system");
        step.RequestModel ??= a.Text("gen_ai.request.model");
        step.ResponseModel ??= a.Text("gen_ai.response.model");
        step.CallId ??= a.Text("gen_ai.response.id", "gen_ai.tool.call.id");
        step.ReportedCost ??= a.Dollars("operation.cost", "gen_ai.usage.cost");
        var reasoning = a.Tokens("gen_ai.usage.reasoning.output_tokens", "gen_ai.usage.details.reasoning_tokens");
        var cached = a.Tokens(
            "gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.cache_read_input_tokens", "gen_ai.usage.details.cache_read_tokens");
        step.Tokens = step.Tokens.Or(new(
            a.Tokens("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"),
            // Who takes the call's usage apart and leaves the cached tokens out had none.
            cached ?? (reasoning is not null || a.HasPrefix("gen_ai.usage.details.") ? 0 : null),
            a.Tokens("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"),
            reasoning));
    }

    private static string? Rest(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : null;
}
