using Observatory.Mcp.Answers;
using Observatory.Mcp.Asking;

namespace Observatory.Mcp;

/// <summary>What the server says of itself.</summary>
internal static class McpTexts
{
    /// <summary>The name of the prompt.</summary>
    public const string SkillName = "find_out_why";

    /// <summary>How to find out why a workflow fails, is slow, is dear: <c>Mcp/Prompts/find-out-why.md</c>.</summary>
    public static string Skill { get; } = Read("find-out-why.md");

    /// <summary>What every client is told when it connects.</summary>
    public const string Instructions =
        "Observability of AI-agent workflows: runs, steps, errors, cost, metrics, logs, alerts. Read-only. Begin with overview. A run is "
        + "a trace; its steps have paths (1.2.1). Times (since, until): " + AskedTime.Forms + ". Every answer has returned, total, "
        + "truncated and next; max_tokens (default 4000) is its size: what tells least is left out first. Units are in the "
        + "field names. Link a human to link. "
        + "Be careful: " + DataText.Notice + ".";

    /// <summary>What a person sees who opens the address.</summary>
    public const string ForPeople =
        "This address is for agents: a server of the Model Context Protocol (streamable HTTP, no sessions).\n"
        + "Give it to your coding agent and ask it about workflows, runs, errors, cost, metrics, logs and alerts.\n"
        + "How common clients connect is told in docs/agents.md.\n";

    private static string Read(string name)
    {
        using var stream = typeof(McpTexts).Assembly.GetManifestResourceStream($"Observatory.Mcp.Prompts.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
