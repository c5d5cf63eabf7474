using ModelContextProtocol.Server;
using Observatory.Mcp.Calls;
using Observatory.SelfMonitoring;

namespace Observatory.Mcp;

/// <summary>What Observatory says of the calls of its tools.</summary>
internal sealed class McpMetrics(IEnumerable<McpServerTool> tools, CallCounts counts, CallTraces traces) : ISelfMetricsSource
{
    /// <inheritdoc/>
    public void Register(SelfMetrics metrics)
    {
        foreach (var tool in tools.Select(t => t.ProtocolTool.Name))
        {
            foreach (var status in Enum.GetValues<CallStatus>())
            {
                metrics.Counter(
                    "observatory_mcp_calls_total", "Count of calls of tools over MCP.", () => counts.CallsOf(tool, status),
                    ("tool", tool), ("status", status.ToString().ToLowerInvariant()));
            }

            metrics.Counter(
                "observatory_mcp_call_seconds_total", "Seconds that calls of tools over MCP took.", () => counts.SecondsOf(tool),
                ("tool", tool));
        }

        metrics.Counter(
            "observatory_mcp_spans_dropped_total", "Count of spans of MCP requests that could not be stored.", () => traces.Dropped);
    }
}
