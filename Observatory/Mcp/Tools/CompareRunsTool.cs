using Observatory.Agents.Runs;
using Observatory.Mcp.Answers;
using Observatory.Mcp.Asking;
using Observatory.Mcp.Calls;
using Observatory.Traces.Model;

namespace Observatory.Mcp.Tools;

/// <summary>
/// <c>compare_runs</c>: two runs, or the runs of a workflow in two times, step by step. Every figure is for one run, so that sets of
/// different size compare.
/// </summary>
internal sealed class CompareRunsTool(CallGate gate, TimeProvider time, RunReader reader, Pages pages) : ReadTool(gate, time)
{
    /// <inheritdoc/>
    protected override string Name => "compare_runs";

    /// <inheritdoc/>
    protected override string Description =>
        "What got slower, dearer or failed more, by step, per run: run a against b, or a workflow since/until (b) against "
        + "baseline_since/baseline_until (a).";

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolParameter> Parameters { get; } =
    [
        new("a", ToolParameterType.Text, "run id"), new("b", ToolParameterType.Text, "run id"),
        ToolParameter.Workflow, ToolParameter.Since, ToolParameter.Until,
        new("baseline_since", ToolParameterType.Text, "default: as long before since"),
        new("baseline_until", ToolParameterType.Text, "default since"),
    ];

    /// <inheritdoc/>
    protected override Type Head => typeof(Heads);

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Type Row)> Rows => [("steps", typeof(StepChange))];

    /// <inheritdoc/>
    protected override async Task<Answer> AnswerAsync(ToolCall call)
    {
        var asked = call.Arguments;
        if (asked.Text("a") is not null || asked.Text("b") is not null)
        {
            var (a, b) = (asked.RunId("a"), asked.RunId("b"));
            return Compare(
                [Run(a, call.Cancellation)], [Run(b, call.Cancellation)], null, [],
                pages.To("/compare", ("a", TraceIds.Trace(a)), ("b", TraceIds.Trace(b))));
        }

        var range = asked.Time();
        var workflow = asked.Text("workflow");
        var until = asked.Text("baseline_until") ?? AskedTime.Write(range.From);
        var since = asked.Text("baseline_since") ?? AskedTime.Write(range.From - range.Length);
        AskedTime baseline;
        try
        {
            baseline = AskedTime.Read(since, until, asked.Now);
        }
        catch (FormatException e)
        {
            throw new ToolException($"baseline_{e.Message}", e);
        }

        var after = await reader.FindAsync(range, new() { Workflow = workflow }, call).ConfigureAwait(false);
        var before = await reader.FindAsync(baseline, new() { Workflow = workflow }, call).ConfigureAwait(false);
        var answer = Compare(
            before.Runs, after.Runs, range,
            [
                $"a is the baseline, {AskedTime.Write(baseline.From)} to {AskedTime.Write(baseline.To)}; b is since to until",
                .. RunReader.Notes(after), .. RunReader.Notes(before).Select(n => $"baseline: {n}"),
            ],
            pages.Runs(range, ("workflow", workflow)));
        return answer;
    }

    private static Answer Compare(
        IReadOnlyList<AgentRun> a, IReadOnlyList<AgentRun> b, AskedTime? range, IReadOnlyList<string> notes, Uri link)
    {
        var (sideA, sideB) = (Side.Of(a), Side.Of(b));
        var changes = Changes(a, b);
        var most = changes.Count > 0 && a.Count > 0 && b.Count > 0 && changes[0].Weight > 0 ? Sentence((StepChange)changes[0].Value) : "";
        return new()
        {
            Text = string.Create(
                CultureInfo.InvariantCulture,
                $"a: {sideA.Runs} runs, mean {sideA.MeanMs ?? 0} ms, {sideA.Failed} failed. b: {sideB.Runs} runs, mean ")
                + string.Create(CultureInfo.InvariantCulture, $"{sideB.MeanMs ?? 0} ms, {sideB.Failed} failed.{most}"),
            Head = new Heads(sideA, sideB),
            Rows = new("steps", changes),
            Time = range,
            Link = link,
            Notes = notes,
        };
    }

    private static string Sentence(StepChange most) => string.Create(
        CultureInfo.InvariantCulture,
        $" Most different: {DataText.Quote(most.Step, 80)}, own time {most.SelfMsA ?? 0} → {most.SelfMsB ?? 0} ms a run.");

    private static List<AnswerRow> Changes(IReadOnlyList<AgentRun> a, IReadOnlyList<AgentRun> b)
    {
        var (stepsA, stepsB) = (Sums(a), Sums(b));
        var (duration, cost) = (Math.Max(1, Math.Max(Mean(a), Mean(b))), Math.Max(1e-9, Math.Max(MeanCost(a), MeanCost(b))));
        return
        [
            .. stepsA.Keys.Union(stepsB.Keys).Select(step =>
            {
                var (before, after) = (stepsA.GetValueOrDefault(step), stepsB.GetValueOrDefault(step));
                var row = new StepChange(
                    DataText.Clean(step)!, Ms(before?.Self), Ms(after?.Self), Ms((after?.Self ?? 0) - (before?.Self ?? 0)),
                    Round(before?.Spans), Round(after?.Spans),
                    NotZero(before?.Errors), NotZero(after?.Errors), NotZero(before?.Cost), NotZero(after?.Cost),
                    NotZero((after?.Cost ?? 0) - (before?.Cost ?? 0)));
                // Each as a part of the whole: what a run takes, what it costs, one failure.
                var weight = (Math.Abs((after?.Self ?? 0) - (before?.Self ?? 0)) / duration)
                    + (Math.Abs((after?.Cost ?? 0) - (before?.Cost ?? 0)) / cost)
                    + Math.Abs((after?.Errors ?? 0) - (before?.Errors ?? 0));
                return new AnswerRow(row, weight);
            }).OrderByDescending(r => r.Weight),
        ];
    }

    private static double Mean(IReadOnlyList<AgentRun> runs) => runs.Count == 0 ? 0 : runs.Average(r => (double)r.DurationNanos);

    private static double MeanCost(IReadOnlyList<AgentRun> runs) => runs.Count == 0 ? 0 : runs.Average(r => (double)(r.Cost.Known ?? 0));

    private static Dictionary<string, PerRun> Sums(IReadOnlyList<AgentRun> runs) => runs.SelectMany(r => r.Steps)
        .GroupBy(s => s.Name, StringComparer.Ordinal)
        .ToDictionary(
            g => g.Key,
            g => new PerRun(
                g.Sum(s => (double)s.SelfNanos) / runs.Count, g.Sum(s => (double)s.Spans) / runs.Count,
                g.Sum(s => (double)s.Errors) / runs.Count, g.Sum(s => (double)(s.Cost ?? 0)) / runs.Count),
            StringComparer.Ordinal);

    private static double? Ms(double? nanos) => nanos is { } value ? AnswerJson.Ms(value) : null;

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 3) : null;

    private static double? NotZero(double? value) =>
        value is { } number && Math.Round(number, 9) is var rounded && rounded != 0 ? rounded : null;

    private AgentRun Run(UInt128 trace, CancellationToken cancellation) => reader.Read(trace, cancellation).Run
        ?? throw new ToolException(
            $"{TraceIds.Trace(trace)} is no run: no workflow, agent or model is at work in it; get_run shows it all the same");

    /// <summary>What a step comes to in a run, on average.</summary>
    private sealed record PerRun(double Self, double Spans, double Errors, double Cost);

    /// <summary>What stands once.</summary>
    private sealed record Heads(Side A, Side B);

    /// <summary>The runs of a side.</summary>
    private sealed record Side(
        int Runs, int Failed, double? MeanMs, double? P95Ms, double? ModelCalls, decimal? CostUsd, decimal? CostPerRunUsd)
    {
        public static Side Of(IReadOnlyList<AgentRun> runs)
        {
            List<ulong> durations = [.. runs.Select(r => r.DurationNanos).Order()];
            var cost = RunCost.Of(runs.Select(r => r.Cost)).Known;
            return runs.Count == 0 ? new(0, 0, null, null, null, null, null) : new(
                runs.Count, runs.Count(r => r.IsFailed), AnswerJson.Ms(runs.Average(r => (double)r.DurationNanos)),
                AnswerJson.Ms(WorkflowRow.Quantile(durations, 0.95)),
                Math.Round(runs.Average(r => (double)r.ModelCalls), 3), AnswerJson.Usd(cost), AnswerJson.Usd(cost / runs.Count));
        }
    }

    /// <summary>A step on both sides, for one run.</summary>
    private sealed record StepChange(
        string Step, double? SelfMsA, double? SelfMsB, double? SelfMsDelta, double? SpansA, double? SpansB, double? ErrorsA,
        double? ErrorsB, double? CostUsdA, double? CostUsdB, double? CostUsdDelta);
}
