using Observatory.Agents.Steps;

namespace Observatory.Agents.Families;

/// <summary>OpenInference: what Arize's instrumentations of LangChain, LangGraph, OpenAI Agents, CrewAI and others say.</summary>
internal sealed class OpenInference : IAgentFamily
{
    /// <inheritdoc/>
    public string Name => "openinference";

    /// <inheritdoc/>
    public IReadOnlyList<string> ConversationKeys { get; } = ["session.id"];

    /// <inheritdoc/>
    public void Read(AgentStep step)
    {
        var a = step.Attributes;
        if (a.Text("openinference.span.kind") is not { } kind)
        {
            return;
        }

        step.Operation ??= kind;
        step.Kind ??= kind.ToUpperInvariant() switch
        {
            "LLM" or "EMBEDDING" => StepKind.ModelCall,
            "AGENT" => StepKind.Agent,
            // A handoff is told as a tool, but nothing of that name runs.
            "TOOL" when !a.Has("tool.name") && step.SpanName.StartsWith("handoff", StringComparison.Ordinal) => StepKind.Step,
            "TOOL" => StepKind.Tool,
            "RETRIEVER" => StepKind.Retrieval,
            _ => StepKind.Step,
        };
        step.Name ??= step.Kind switch
        {
            StepKind.Agent => a.Text("agent.name", "graph.node.id"),
            StepKind.Tool => a.Text("tool.name"),
            _ => null,
        };
        step.Agent ??= a.Text("agent.name");
        step.Conversation ??= a.Text("session.id");
        step.Provider ??= a.Text("llm.provider", "llm.system");
        step.ResponseModel ??= a.Text("llm.model_name", "embedding.model_name");
        step.ReportedCost ??= a.Dollars("llm.cost.total");
        step.Tokens = step.Tokens.Or(new(
            a.Tokens("llm.token_count.prompt"),
            a.Tokens("llm.token_count.prompt_details.cache_read"),
            a.Tokens("llm.token_count.completion"),
            a.Tokens("llm.token_count.completion_details.reasoning")));
    }
}
