using Observatory.Agents.Runs;
using Observatory.Agents.Steps;
using Observatory.Mcp.Answers;
using Observatory.Mcp.Calls;

namespace Observatory.Mcp.Tools;

/// <summary><c>costs</c>: what calls to models cost, by what is asked for.</summary>
internal sealed class CostsTool(CallGate gate, TimeProvider time, RunReader reader, Pages pages) : ReadTool(gate, time)
{
    private const int MaxUnpriced = 10;
    private static readonly ToolParameter By =
        new("by", ToolParameterType.Text, "default workflow", ["workflow", "model", "provider", "agent", "step"]);

    /// <inheritdoc/>
    protected override string Name => "costs";

    /// <inheritdoc/>
    protected override string Description =>
        "Calls to models, tokens and US dollars by workflow, model, provider, agent or step; per success; unpriced calls apart.";

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolParameter> Parameters { get; } =
        [By, ToolParameter.Workflow, ToolParameter.Since, ToolParameter.Until];

    /// <inheritdoc/>
    protected override Type Head => typeof(CostsHead);

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Type Row)> Rows => [("costs", typeof(CostRow))];

    /// <inheritdoc/>
    protected override async Task<Answer> AnswerAsync(ToolCall call)
    {
        var range = call.Arguments.Time();
        var by = call.Arguments.Choice(By) ?? "workflow";
        var workflow = call.Arguments.Text("workflow");
        var found = await reader.FindAsync(range, new() { Workflow = workflow }, call).ConfigureAwait(false);
        var all = RunCost.Of(found.Runs.Select(r => r.Cost));
        var successes = found.Runs.Count(r => !r.IsFailed);
        var rows = found.Runs.SelectMany(run => run.Steps.Where(s => s.Calls + s.FailedCalls > 0).Select(step => (Run: run, Step: step)))
            .GroupBy(c => Key(by, c.Run, c.Step), StringComparer.Ordinal)
            .Select(g => Row(
                g.Key, [.. g.Select(c => c.Step)], by is "workflow" or "step" ? SuccessesOf(g.First().Run.Title) : successes, all.Known))
            .OrderByDescending(r => r.CostUsd ?? -1).ThenByDescending(r => r.Calls).ThenBy(r => r.Key, StringComparer.Ordinal).ToList();
        int SuccessesOf(string title) => found.Runs.Count(r => r.Title == title && !r.IsFailed);
        return new()
        {
            Text = string.Create(
                CultureInfo.InvariantCulture,
                $"${AnswerJson.Usd(all.Known) ?? 0} for {found.Runs.Count} runs, {successes} successful; ")
                + $"{all.UnpricedCalls} calls have no price.",
            Head = new CostsHead(
                by, found.Runs.Count, successes, AnswerJson.Usd(all.Known),
                successes == 0 ? null : AnswerJson.Usd(all.Known / successes), AnswerJson.Usd(all.Reported),
                all.Unpriced.Count == 0 ? null : MostUnpriced(all)),
            Rows = AnswerRows.InOrder("costs", rows),
            Time = range,
            Link = pages.Runs(range, ("workflow", workflow)),
            Notes = RunReader.Notes(found),
        };
    }

    private static IReadOnlyList<Unpriced> MostUnpriced(RunCost cost) =>
    [
        .. cost.Unpriced.OrderByDescending(u => u.Calls).Take(MaxUnpriced).Select(u => new Unpriced(DataText.Clean(u.Model)!, u.Calls)),
    ];

    private static string Key(string by, AgentRun run, RunStep step) => by switch
    {
        "model" => step.Model ?? "unknown",
        "provider" => step.Provider ?? "unknown",
        "agent" => step.Agent ?? "none",
        "step" => $"{run.Title}/{step.Name}",
        _ => run.Title,
    };

    private static CostRow Row(string key, List<RunStep> steps, int successes, decimal? all)
    {
        var tokens = steps.Aggregate(default(TokenUsage), (sum, s) => sum.Plus(s.Tokens));
        var cost = steps.Aggregate((decimal?)null, (sum, s) => s.Cost is { } c ? (sum ?? 0) + c : sum);
        return new(
            DataText.Clean(key)!,
            AnswerJson.Usd(cost),
            cost is null || all is null or 0 ? null : (double)Math.Round(cost.Value / all.Value, 4),
            successes == 0 ? null : AnswerJson.Usd(cost / successes),
            steps.Sum(s => s.Calls),
            steps.Sum(s => s.FailedCalls) is > 0 and var failed ? failed : null,
            steps.Sum(s => s.UnpricedCalls) is > 0 and var unpriced ? unpriced : null,
            tokens.Input,
            tokens.Cached is > 0 ? tokens.Cached : null,
            tokens.Output);
    }

    /// <summary>What stands once.</summary>
    private sealed record CostsHead(
        string By, int Runs, int Successes, decimal? CostUsd, decimal? CostPerSuccessUsd, decimal? ReportedUsd,
        IReadOnlyList<Unpriced>? Unpriced);

    /// <summary>A model whose calls have no price.</summary>
    private sealed record Unpriced(string Model, int Calls);

    /// <summary>What calls come to; per success of all runs that were looked at, of a workflow or its step of its own.</summary>
    private sealed record CostRow(
        string Key, decimal? CostUsd, double? Share, decimal? CostPerSuccessUsd, int Calls, int? FailedCalls, int? UnpricedCalls,
        long? TokensIn, long? TokensCached, long? TokensOut);
}
