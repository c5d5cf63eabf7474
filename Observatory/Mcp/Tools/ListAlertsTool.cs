using Observatory.Mcp.Answers;
using Observatory.Mcp.Asking;
using Observatory.Mcp.Calls;
using Observatory.Prometheus;
using Observatory.Web;

namespace Observatory.Mcp.Tools;

/// <summary><c>list_alerts</c>: what is pending or firing, the gravest first, with what to do about it.</summary>
internal sealed class ListAlertsTool(
    CallGate gate, TimeProvider time, PrometheusClient prometheus, Runbook runbook, Pages pages) : ReadTool(gate, time)
{
    private const int MaxRunbook = 1500;
    private const int MaxDescription = 500;

    /// <inheritdoc/>
    protected override string Name => "list_alerts";

    /// <inheritdoc/>
    protected override string Description =>
        "Alerts, the gravest and likeliest cause first, with value, since, labels and the runbook's text.";

    /// <inheritdoc/>
    protected override IReadOnlyList<ToolParameter> Parameters { get; } = [new("alert", ToolParameterType.Text, "only this name")];

    /// <inheritdoc/>
    protected override IReadOnlyList<(string Name, Type Row)> Rows => [("alerts", typeof(AlertRow))];

    /// <inheritdoc/>
    protected override bool HasTime => false;

    /// <inheritdoc/>
    protected override async Task<Answer> AnswerAsync(ToolCall call)
    {
        var all = await prometheus.AlertsAsync(call.Cancellation).ConfigureAwait(false);
        var name = call.Arguments.Text("alert");
        var shown = all.Where(a => name is null || a.Name == name).ToList();
        var ordered = HomeVerdict.InOrder(shown).SelectMany(group => group.Select((alert, i) => (Alert: alert, IsFirst: i == 0))).ToList();
        var firing = shown.Count(a => a.State == "firing");
        // The first of each name, then the others.
        var rows = ordered.Select((a, i) => new AnswerRow(Row(a.Alert, a.IsFirst), (a.IsFirst ? ordered.Count : 0) - i)).ToList();
        return new()
        {
            Text = rows.Count == 0
                ? None(name, all)
                : $"{firing} firing, {rows.Count - firing} pending. First: "
                    + $"{DataText.Quote(AlertLine.Summarise(ordered[0].Alert), DataText.Sentence)}.",
            Rows = new("alerts", rows),
            Link = pages.To("/"),
        };
    }

    private static string None(string? name, List<PrometheusAlert> all) => name is null || all.Count == 0
        ? "No alert is pending or firing."
        : $"No alert {DataText.Quote(name)} is pending or firing; "
            + $"{DataText.Clean(NearestNames.Hint(name, all.Select(a => a.Name)), DataText.Sentence)}.";

    // Where there is no such section, the link to it is something still.
    private string? WhatToDo(PrometheusAlert alert)
    {
        var link = alert.Annotations.GetValueOrDefault("runbook_url");
        return DataText.Clean(runbook.Find(link), MaxRunbook) ?? DataText.Clean(link);
    }

    private AlertRow Row(PrometheusAlert alert, bool isFirst) => new(
        DataText.Clean(alert.Name)!,
        alert.State,
        DataText.Clean(alert.Labels.GetValueOrDefault("severity")),
        alert.ActiveSince is { } since ? AskedTime.Write(since.ToUniversalTime()) : null,
        alert.Value,
        DataText.Labels(alert.Labels.Where(l => l.Key is not ("alertname" or "severity"))),
        AlertLine.Summarise(alert),
        isFirst ? DataText.Clean(alert.Annotations.GetValueOrDefault("description"), MaxDescription) : null,
        isFirst ? WhatToDo(alert) : null,
        isFirst ? DataText.Clean(alert.Annotations.GetValueOrDefault("dashboard_url")) : null);

    /// <summary>An alert; description, runbook and panel stand with the first of a name.</summary>
    private sealed record AlertRow(
        string Alert, string State, string? Severity, string? Since, double? Value, IReadOnlyDictionary<string, string> Labels,
        string Summary, string? Description, string? Runbook, string? Panel);
}
