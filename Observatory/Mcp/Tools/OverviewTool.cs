using Observatory.Agents.Runs;
using Observatory.Hosting;
using Observatory.Html;
using Observatory.Mcp.Answers;
using Observatory.Mcp.Asking;
using Observatory.Mcp.Calls;
using Observatory.Prometheus;
using Observatory.Traces.Store;
using Observatory.Web;

namespace Observatory.Mcp.Tools;

/// <summary><c>overview</c>: what the home page says, in one answer: where to begin.</summary>
internal sealed class OverviewTool(
    CallGate gate, TimeProvider time, RunReader reader, HomeStatus status, PrometheusClient prometheus, TraceStore store,
    ObservatoryOptions options, Pages pages)
    : ReadTool(gate, time)
{
    // What recording rules call a service's objectives.
    private const string Objectives = "{__name__=~\"slo:objective_ratio|slo:error_budget_remaining_ratio|slo_compliance\"}";

    /// <inheritdoc/>
    protected override string Name => "overview";

    /// <inheritdoc/>
    protected override string Description =>
        "Begin here: verdict and its cause, each workflow's runs, failing share, p95 and cost, objectives, alerts, what is kept.";

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolParameter> Parameters { get; } = [ToolParameter.Since, ToolParameter.Until];

    /// <inheritdoc/>
    protected override Type Head => typeof(Overview);

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Type Row)> Rows =>
        [("workflows", typeof(WorkflowRow)), ("alerts", typeof(AlertLine)), ("objectives", typeof(Objective))];

    /// <inheritdoc/>
    protected override async Task<Answer> AnswerAsync(ToolCall call)
    {
        var range = call.Arguments.Time();
        var asked = status.AskAsync(call.Cancellation);
        var objectives = ObjectivesAsync(range.To, call.Cancellation);
        var found = await reader.FindAsync(range, RunFilter.All, call).ConfigureAwait(false);
        var state = await asked.ConfigureAwait(false);
        var verdict = HomeVerdict.Of(state);
        var cause = verdict.Reason is { } reason ? AlertLine.Summarise(reason) : state.Error;
        var word = cause is null ? verdict.Word : $"{verdict.Word}: {DataText.Clean(cause, DataText.Sentence)}";
        var (runs, failed) = (found.Runs.Count, found.Runs.Count(r => r.IsFailed));
        var cost = RunCost.Of(found.Runs.Select(r => r.Cost));
        return new()
        {
            Text = string.Create(
                CultureInfo.InvariantCulture,
                $"{word}. {runs} runs, {failed} failed, cost ${AnswerJson.Usd(cost.Known) ?? 0}."),
            Head = new Overview(
                AskedTime.Write(call.Arguments.Now), verdict.Word, DataText.Clean(cause, DataText.Sentence), runs, failed,
                AnswerJson.Usd(cost.Known),
                [.. state.Targets.Where(t => t.Health == "down").Select(t => DataText.Clean($"{t.Job} {t.Instance}")!)],
                StoredSince(), options.Retention.TotalHours),
            Rows = new("workflows", [.. WorkflowRow.Of(found.Runs).Select((w, i) => new AnswerRow(w, 1_000_000 - i))]),
            More =
            [
                new("alerts", [.. HomeVerdict.InOrder(state.Alerts).Select((a, i) => new AnswerRow(AlertLine.Of(a), 2_000_000 - i))]),
                new("objectives", [.. (await objectives.ConfigureAwait(false)).Select((o, i) => new AnswerRow(o, 1_500_000 - i))]),
            ],
            Time = range,
            Link = pages.To("/"),
            Notes = [.. RunReader.Notes(found), .. state.Error is null ? [] : (string[])[state.Error]],
        };
    }

    private string? StoredSince()
    {
        using var snapshot = store.Snapshot(null, null);
        return snapshot.Blocks.Length == 0 ? null : Display.Iso(snapshot.Blocks.Min(b => b.Block.MinStart));
    }

    private async Task<IReadOnlyList<Objective>> ObjectivesAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        try
        {
            var result = await prometheus.QueryAsync(Objectives, at, cancellation).ConfigureAwait(false);
            double? Value(string slo, string name) => result.Series
                .FirstOrDefault(s => s.Labels.GetValueOrDefault("slo") == slo && s.Labels.GetValueOrDefault("__name__") == name)
                ?.Values[^1] is { } value && double.IsFinite(value) ? Math.Round(value, 5) : null;
            return
            [
                .. result.Series.Select(s => s.Labels.GetValueOrDefault("slo")).OfType<string>().Distinct(StringComparer.Ordinal)
                    .Select(slo => new Objective(
                        DataText.Clean(slo)!, Value(slo, "slo:objective_ratio"), Value(slo, "slo:error_budget_remaining_ratio"),
                        Value(slo, "slo_compliance") is { } met ? met > 0 : null)),
            ];
        }
        catch (PrometheusException)
        {
            // Said once already, of the alerts.
            return [];
        }
    }

    /// <summary>What stands once.</summary>
    private sealed record Overview(
        string Now, string Verdict, string? Cause, int Runs, int Failed, decimal? CostUsd, IReadOnlyList<string> TargetsDown,
        string? StoredSince, double RetentionHours);

    /// <summary>An objective.</summary>
    private sealed record Objective(string Slo, double? ObjectiveRatio, double? BudgetRemainingRatio, bool? IsMet);
}
