using Observatory.Agents.Runs;
using Observatory.Html;
using Observatory.Mcp.Answers;
using Observatory.Traces.Model;

namespace Observatory.Mcp.Tools;

/// <summary>A run in one line.</summary>
internal sealed record RunRow(
    string RunId, string Workflow, string Started, double DurationMs, string Status, string? Error, string? FailedStep,
    IReadOnlyList<string>? Models, int ModelCalls, long? TokensIn, long? TokensOut, decimal? CostUsd, int? UnpricedCalls)
{
    private const int MaxModels = 4;

    /// <summary>The line of a run.</summary>
    public static RunRow Of(AgentRun run) => new(
        TraceIds.Trace(run.Trace),
        DataText.Clean(run.Title)!,
        Display.Iso(run.StartNanos),
        AnswerJson.Ms(run.DurationNanos),
        run.IsFailed ? "failed" : "ok",
        DataText.Clean(run.Failure?.Type),
        DataText.Clean(run.FailedStep),
        run.Models.Count == 0 ? null : [.. run.Models.Take(MaxModels).Select(m => DataText.Clean(m)!)],
        run.ModelCalls,
        run.Tokens.Input,
        run.Tokens.Output,
        AnswerJson.Usd(run.Cost.Known),
        run.Cost.UnpricedCalls is > 0 and var calls ? calls : null);
}

/// <summary>The runs of one name in one line.</summary>
internal sealed record WorkflowRow(
    string Workflow, int Runs, int Failed, double FailedShare, double P50Ms, double P95Ms, double MaxMs, decimal? CostUsd,
    decimal? CostPerSuccessUsd, int? UnpricedCalls, string? TopError, string SlowestRun)
{
    /// <summary>The lines of runs by name, those that failed most first, then those with most runs.</summary>
    public static IReadOnlyList<WorkflowRow> Of(IEnumerable<AgentRun> runs) =>
    [
        .. runs.GroupBy(r => r.Title, StringComparer.Ordinal).Select(g => Of(g.Key, [.. g]))
            .OrderByDescending(w => w.Failed).ThenByDescending(w => w.Runs).ThenBy(w => w.Workflow, StringComparer.Ordinal),
    ];

    /// <summary>The duration, in nanoseconds, that a share of the runs does not exceed; 0 without runs.</summary>
    public static ulong Quantile(IReadOnlyList<ulong> sorted, double share) =>
        sorted.Count == 0 ? 0 : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];

    private static WorkflowRow Of(string title, List<AgentRun> runs)
    {
        List<ulong> durations = [.. runs.Select(r => r.DurationNanos).Order()];
        var cost = RunCost.Of(runs.Select(r => r.Cost));
        var failed = runs.Count(r => r.IsFailed);
        return new(
            DataText.Clean(title)!,
            runs.Count,
            failed,
            AnswerJson.Share(failed, runs.Count),
            AnswerJson.Ms(Quantile(durations, 0.5)),
            AnswerJson.Ms(Quantile(durations, 0.95)),
            AnswerJson.Ms(durations[^1]),
            AnswerJson.Usd(cost.Known),
            failed == runs.Count ? null : AnswerJson.Usd(cost.Known / (runs.Count - failed)),
            cost.UnpricedCalls is > 0 and var calls ? calls : null,
            RunReason.Of(runs) is [var most, ..] ? DataText.Clean(most.Type) : null,
            TraceIds.Trace(runs.MaxBy(r => r.DurationNanos)!.Trace));
    }
}
