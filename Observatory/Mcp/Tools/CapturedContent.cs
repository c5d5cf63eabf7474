namespace Observatory.Mcp.Tools;

/// <summary>Which attributes and events hold what was said to a model, by a model, to a tool or by a tool, in any family.</summary>
internal static class CapturedContent
{
    private static readonly string[] Keys =
    [
        "gen_ai.system_instructions", "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.prompt", "gen_ai.completion",
        "gen_ai.tool.call.arguments", "gen_ai.tool.call.result", "gen_ai.tool.definitions", "gen_ai.event.content", "input.value",
        "output.value", "llm.input_messages", "llm.output_messages", "llm.prompts", "llm.prompt_template", "llm.completions",
        "retrieval.documents", "embedding.embeddings", "message.content", "tool.parameters", "traceloop.entity.input",
        "traceloop.entity.output", "ai.prompt", "ai.response.text", "ai.response.object", "ai.response.reasoning",
        "ai.response.toolCalls", "ai.result", "ai.toolCall.args", "ai.toolCall.result", "ai.value", "ai.values", "mastra.input",
        "mastra.output", "pydantic_ai.all_messages", "all_messages_events", "final_result", "gcp.vertex.agent.llm_request",
        "gcp.vertex.agent.llm_response", "gcp.vertex.agent.tool_call_args", "gcp.vertex.agent.tool_response", "gcp.vertex.agent.data",
        "tool_arguments", "tool_response", "prompt", "completion",
    ];

    /// <summary>Whether an attribute, or an event of that name, holds it: a key of the list, or one below it.</summary>
    public static bool Is(string key) => Array.Exists(
        Keys, k => key.StartsWith(k, StringComparison.OrdinalIgnoreCase) && (key.Length == k.Length || key[k.Length] == '.'))
        || (key.StartsWith("gen_ai.", StringComparison.Ordinal) && key.EndsWith(".message", StringComparison.Ordinal));
}
