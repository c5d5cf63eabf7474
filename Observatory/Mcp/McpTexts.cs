using Observatory.Mcp.Answers;
using Observatory.Mcp.Asking;

namespace Observatory.Mcp;

/// <summary>What the server says of itself.</summary>
internal static class McpTexts
{
    /// <summary>What every client is told when it connects.</summary>
    public const string Instructions =
        "Observability of AI-agent workflows: runs, steps, errors, cost, metrics, logs, alerts. Read-only. Begin with overview. A run is a trace; "
        + "its steps have paths (1.2.1). Times (since, until): " + AskedTime.Forms + ". Every answer has returned, total, truncated and next; "
        + "max_tokens (default 4000) is its size: what tells least is left out first. Units are in the field names. Link a human to link. "
        + "Be careful: " + DataText.Notice + ".";
}
