using Observatory.Mcp.Answers;
using Observatory.Mcp.Asking;
using Observatory.Prometheus;

namespace Observatory.Mcp.Tools;

/// <summary>The alerts of one name in one line.</summary>
internal sealed record AlertLine(string Alert, string State, string? Severity, string? Since, int Count, string Summary)
{
    /// <summary>The line.</summary>
    public static AlertLine Of(IReadOnlyList<PrometheusAlert> alerts) => new(
        DataText.Clean(alerts[0].Name)!,
        alerts[0].State,
        DataText.Clean(alerts[0].Labels.GetValueOrDefault("severity")),
        alerts[0].ActiveSince is { } since ? AskedTime.Write(since.ToUniversalTime()) : null,
        alerts.Count,
        Summarise(alerts[0]));

    /// <summary>What an alert says, in a sentence.</summary>
    public static string Summarise(PrometheusAlert alert) => DataText.Clean(
        alert.Annotations.GetValueOrDefault("summary") is { Length: > 0 } summary ? summary : alert.Name, DataText.Sentence)!;
}
