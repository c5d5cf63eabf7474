using Observatory.Agents.Runs;
using Observatory.Html;
using Observatory.Mcp.Answers;
using Observatory.Mcp.Calls;
using Observatory.Traces.Model;

namespace Observatory.Mcp.Tools;

/// <summary><c>group_errors</c>: why runs failed, the reasons of most of them first.</summary>
internal sealed class GroupErrorsTool(CallGate gate, TimeProvider time, RunReader reader, Pages pages) : ReadTool(gate, time)
{
    private const int Examples = 3;

    /// <inheritdoc/>
    protected override string Name => "group_errors";

    /// <inheritdoc/>
    protected override string Description =>
        "Why runs failed: by workflow and error, with the step, counts, first and last seen, examples.";

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolParameter> Parameters { get; } =
        [ToolParameter.Workflow, new("reason", ToolParameterType.Text, "part of the error"), ToolParameter.Since, ToolParameter.Until];

    /// <inheritdoc/>
    protected override Type Head => typeof(ErrorsHead);

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Type Row)> Rows => [("reasons", typeof(ReasonRow))];

    /// <inheritdoc/>
    protected override async Task<Answer> AnswerAsync(ToolCall call)
    {
        var range = call.Arguments.Time();
        var filter = new RunFilter { Workflow = call.Arguments.Text("workflow") };
        var found = await reader.FindAsync(range, filter, call).ConfigureAwait(false);
        var reason = call.Arguments.Text("reason");
        var failed = found.Runs.Where((filter with { IsFailed = true, Reason = reason }).Matches).ToList();
        var reasons = RunReason.Of(failed);
        var most = reasons is [var first, ..]
            ? $" Most: {DataText.Quote(first.Title, 80)} with {DataText.Quote(first.Type, 80)}, {first.Runs.Count} times, "
                + $"{DataText.Quote(first.Newest.Failure!.Reason, 160)}."
            : "";
        return new()
        {
            Text = $"{failed.Count} of {found.Runs.Count} runs failed.{most}",
            Head = new ErrorsHead(found.Runs.Count, failed.Count),
            Rows = AnswerRows.InOrder("reasons", reasons.Select(r => Row(r, found.Runs))),
            Time = range,
            Link = pages.Runs(range, ("workflow", filter.Workflow), ("failed", "true"), ("reason", reason)),
            Notes = RunReader.Notes(found),
        };
    }

    private static ReasonRow Row(RunReason reason, IReadOnlyList<AgentRun> all) => new(
        DataText.Clean(reason.Title)!,
        DataText.Clean(reason.Type)!,
        DataText.Clean(reason.Newest.Failure!.Reason, DataText.Sentence)!,
        reason.Runs.Count,
        AnswerJson.Share(reason.Runs.Count, all.Count(r => r.Title == reason.Title)),
        [
            .. reason.Runs.Select(r => r.FailedStep).OfType<string>().CountBy(s => s, StringComparer.Ordinal)
                .OrderByDescending(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Take(Examples)
                .Select(s => new StepCount(DataText.Clean(s.Key)!, s.Value)),
        ],
        Display.Iso(reason.FirstNanos),
        Display.Iso(reason.Newest.StartNanos),
        [.. reason.Runs.Take(Examples).Select(r => TraceIds.Trace(r.Trace))]);

    /// <summary>What stands once.</summary>
    private sealed record ErrorsHead(int Runs, int Failed);

    /// <summary>A reason; its share is of the runs of its workflow.</summary>
    private sealed record ReasonRow(
        string Workflow, string Error, string Newest, int Count, double ShareOfRuns, IReadOnlyList<StepCount> Steps, string FirstSeen,
        string LastSeen, IReadOnlyList<string> Examples);

    /// <summary>How many of the runs failed at a step.</summary>
    private sealed record StepCount(string Step, int Count);
}
