using Observatory.Agents.Runs;
using Observatory.Mcp.Answers;
using Observatory.Mcp.Calls;

namespace Observatory.Mcp.Tools;

/// <summary><c>list_runs</c>: runs that are like what is asked for, the newest first, or by workflow.</summary>
internal sealed class ListRunsTool(CallGate gate, TimeProvider time, RunReader reader, Pages pages) : ReadTool(gate, time)
{
    private const int DefaultLimit = 100;
    private static readonly ToolParameter Status = new("status", ToolParameterType.Text, null, ["ok", "failed"]);
    private static readonly ToolParameter Sort = new("sort", ToolParameterType.Text, null, ["newest", "slowest", "dearest"]);

    /// <inheritdoc/>
    protected override string Name => "list_runs";

    /// <inheritdoc/>
    protected override string Description =>
        "Runs of workflows and agents, single or (group) by workflow with failing share, p95 and cost.";

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolParameter> Parameters { get; } =
    [
        ToolParameter.Workflow, Status, new("reason", ToolParameterType.Text, "part of the error"), new("model", ToolParameterType.Text),
        new("min_duration_ms", ToolParameterType.Number), new("min_cost_usd", ToolParameterType.Number),
        ToolParameter.Since, ToolParameter.Until, new("group", ToolParameterType.Flag), Sort,
        new("limit", ToolParameterType.Integer), ToolParameter.Cursor,
    ];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Type Row)> Rows => [("runs", typeof(RunRow)), ("workflows", typeof(WorkflowRow))];

    /// <inheritdoc/>
    protected override async Task<Answer> AnswerAsync(ToolCall call)
    {
        var asked = call.Arguments;
        var filter = new RunFilter
        {
            Workflow = asked.Text("workflow"),
            IsFailed = asked.Choice(Status) is { } status ? status == "failed" : null,
            Reason = asked.Text("reason"),
            Model = asked.Text("model"),
            MinDurationNanos = (ulong)((asked.Number("min_duration_ms") ?? 0) * 1e6),
            MinCost = (decimal?)asked.Number("min_cost_usd"),
        };
        var (range, skipped) = Cursor.Read(asked);
        var found = await reader.FindAsync(range, filter, call).ConfigureAwait(false);
        var workflows = found.Runs.Select(r => r.Title).Distinct(StringComparer.Ordinal).Count();
        var failed = found.Runs.Count(r => r.IsFailed);
        var text = $"{found.Runs.Count} runs of {workflows} workflows, {failed} failed.";
        var link = pages.Runs(
            range, ("workflow", filter.Workflow), ("failed", filter.IsFailed == true ? "true" : null), ("reason", filter.Reason),
            ("model", filter.Model));
        if (asked.Flag("group"))
        {
            var groups = WorkflowRow.Of(found.Runs);
            return new()
            {
                Text = text,
                Rows = AnswerRows.InOrder("workflows", groups.Skip(skipped)),
                More = [new("runs", [])],
                Total = groups.Count - Math.Min(skipped, groups.Count),
                Time = range,
                Link = link,
                Notes = RunReader.Notes(found),
                Next = returned => Cursor.Write(range, skipped + returned),
            };
        }

        var limit = (int)(asked.Integer("limit", 1, 1000) ?? DefaultLimit);
        IEnumerable<AgentRun> sorted = asked.Choice(Sort) switch
        {
            "slowest" => found.Runs.OrderByDescending(r => r.DurationNanos),
            "dearest" => found.Runs.OrderByDescending(r => r.Cost.Known ?? -1),
            _ => found.Runs,
        };
        return new()
        {
            Text = text,
            Rows = AnswerRows.InOrder("runs", sorted.Skip(skipped).Take(limit).Select(RunRow.Of)),
            Total = found.Runs.Count - Math.Min(skipped, found.Runs.Count),
            Time = range,
            Link = link,
            Notes = RunReader.Notes(found),
            Next = returned => Cursor.Write(range, skipped + returned),
        };
    }
}
