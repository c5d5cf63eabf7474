using Observatory.Agents.Runs;
using Observatory.Html;
using Observatory.Mcp.Answers;
using Observatory.Mcp.Calls;
using Observatory.Traces.Model;

namespace Observatory.Mcp.Tools;

/// <summary><c>get_run</c>: the skeleton of a run.</summary>
internal sealed class GetRunTool(CallGate gate, TimeProvider time, RunReader reader, Pages pages) : ReadTool(gate, time)
{
    private const int MaxServices = 20;

    /// <inheritdoc/>
    protected override string Name => "get_run";

    /// <inheritdoc/>
    protected override string Description =>
        "Skeleton of a run (any trace): a line a step with own and critical-path time, error, model, tokens, cost, retry attempt, cache. "
        + "Alike siblings fold (count).";

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolParameter> Parameters { get; } =
    [
        new("run_id", ToolParameterType.Text, "trace id", IsRequired: true),
        new("under", ToolParameterType.Text, "path of a step: only it and below"),
    ];

    /// <inheritdoc/>
    protected override Type Head => typeof(RunHead);

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Type Row)> Rows => [("steps", typeof(StepRow))];

    /// <inheritdoc/>
    protected override bool HasTime => false;

    /// <inheritdoc/>
    protected override Task<Answer> AnswerAsync(ToolCall call)
    {
        var trace = reader.Read(call.Arguments.RunId(), call.Cancellation);
        var view = trace.View;
        var steps = new StepRows(trace);
        var under = call.Arguments.Text("under") is { } step ? StepPaths.Find(view, steps.Paths, step) : -1;
        var (from, to) = under < 0 ? (0, view.Nodes.Count) : (under, view.AfterBelow(under));
        call.Cancellation.ThrowIfCancellationRequested();
        var rows = steps.Single(from, to);
        var room = call.Arguments.MaxTokens * AnswerWriter.CharactersPerToken * 3L / 4;
        var isFolded = rows.Sum(r => AnswerJson.Write(r.Value).Length) > room;
        if (isFolded)
        {
            rows = steps.Folded(from, to);
        }

        var head = RunHead.Of(trace);
        // How deep to look for what was left out: below the step that holds most of it.
        var largest = view.ChildrenOf(under < 0 ? view.LongestRoot : under).Cast<int?>().MaxBy(n => view.AfterBelow(n!.Value) - n.Value);
        return Task.FromResult(new Answer
        {
            Text = Text(trace),
            Head = head,
            Rows = new("steps", rows),
            Link = pages.Run(view.Trace.Id),
            Notes =
            [
                .. trace.Run?.Notes.Select(n => DataText.Clean(n, DataText.Sentence)!) ?? [],
                .. view.Trace.IsCut
                    ? ["the trace has reached the number of spans that are kept of one; the rest was not kept"]
                    : (string[])[],
                .. isFolded ? ["steps that are alike are one line: count, their sums, the path of the first"] : (string[])[],
            ],
            Next = _ => largest is { } node ? $"under={steps.Paths[node]}" : null,
        });
    }

    private static string Text(AgentTrace trace)
    {
        var view = trace.View;
        var slowest = Enumerable.Range(0, view.Nodes.Count).MaxBy(view.CriticalOf);
        var outcome = trace.Run is { Failure: { } failure } run
            ? $"failed at {DataText.Quote(run.FailedStep, 80)} with {DataText.Quote(failure.Type, 80)}: "
                + DataText.Quote(failure.Reason, 160)
            : "ok";
        return $"{DataText.Quote(trace.Run?.Title ?? view.NameOf(0), 80)} {outcome}, {Display.Duration(view.EndNanos - view.StartNanos)}; "
            + $"of its critical path most is {DataText.Quote(RunSteps.NameOf(trace, slowest), 80)}'s own, "
            + $"{Display.Duration(view.CriticalOf(slowest))}.";
    }

    /// <summary>What a run comes to.</summary>
    private sealed record RunHead(
        string RunId, string Workflow, string Status, string? Error, string? Reason, string? FailedStep, string Started,
        double DurationMs, int Spans, IReadOnlyList<string> Services, IReadOnlyList<string>? Models, int ModelCalls,
        int? FailedModelCalls, int? ToolCalls, long? TokensIn, long? TokensOut, decimal? CostUsd, decimal? ReportedUsd,
        int? UnpricedCalls, string? Conversation)
    {
        public static RunHead Of(AgentTrace trace)
        {
            var (view, run) = (trace.View, trace.Run);
            return new(
                TraceIds.Trace(view.Trace.Id),
                DataText.Clean(run?.Title ?? view.NameOf(0))!,
                run is null ? view.IsError(0) ? "failed" : "ok" : run.IsFailed ? "failed" : "ok",
                DataText.Clean(run?.Failure?.Type),
                DataText.Clean(run?.Failure?.Reason, DataText.Sentence),
                DataText.Clean(run?.FailedStep),
                Display.Iso(view.StartNanos),
                AnswerJson.Ms(view.EndNanos - view.StartNanos),
                view.Nodes.Count,
                [.. view.Services.Take(MaxServices).Select(s => DataText.Clean(s)!)],
                run is null or { Models.Count: 0 } ? null : [.. run.Models.Take(MaxServices).Select(m => DataText.Clean(m)!)],
                run?.ModelCalls ?? 0,
                run?.FailedModelCalls is > 0 and var failed ? failed : null,
                run?.ToolCalls is > 0 and var tools ? tools : null,
                run?.Tokens.Input,
                run?.Tokens.Output,
                AnswerJson.Usd(run?.Cost.Known),
                AnswerJson.Usd(run?.Cost.Reported),
                run?.Cost.UnpricedCalls is > 0 and var calls ? calls : null,
                DataText.Clean(run?.Conversation));
        }
    }
}
