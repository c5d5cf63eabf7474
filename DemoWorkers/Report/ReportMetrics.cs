using System.Globalization;
using System.Text;

namespace Tta.DemoWorkers.Report;

/// <summary>The report as Prometheus reads it: gauges, since each push replaces the one before.</summary>
internal static class ReportMetrics
{
    /// <summary>The batch job's name, <c>job</c> on its series.</summary>
    public const string Job = "tta-report";

    private static readonly (string Name, string Meaning, Func<Result, double?> Value)[] Series =
    [
        ("tta_report_period_seconds", "how far the report looks back", result => result.Period.TotalSeconds),
        ("tta_report_workflows", "workflows that ended in the period", result => result.Figures.Workflows),
        ("tta_report_failed_workflows", "those of them that failed", result => result.Figures.Failed),
        ("tta_report_success_ratio", "share that did not fail; no series when there were none", result => result.Figures.SuccessRatio),
        ("tta_report_cost_dollars", "what the priced model calls of the period cost", result => result.Figures.CostDollars),
        ("tta_report_savings_dollars", "what caches saved in the period", result => result.Figures.SavingsDollars),
        ("tta_report_unpriced_calls", "model calls of unknown cost in the period", result => result.Figures.UnpricedCalls),
        ("tta_report_duration_seconds", "how long it took to make the report", result => result.Duration.TotalSeconds),
        ("tta_report_last_success_timestamp_seconds", "when the last report succeeded", result => result.Succeeded.ToUnixTimeMilliseconds() / 1000.0),
    ];

    /// <summary>What is pushed, with its meaning.</summary>
    public static IEnumerable<(string Name, string Meaning)> Names => Series.Select(series => (series.Name, series.Meaning));

    public static string Write(ReportFigures figures, TimeSpan period, TimeSpan duration, DateTimeOffset succeeded)
    {
        var result = new Result(figures, period, duration, succeeded);
        var text = new StringBuilder();
        foreach (var (name, meaning, value) in Series)
        {
            if (value(result) is { } number)
            {
                text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {meaning}\n# TYPE {name} gauge\n{name} {number:R}\n");
            }
        }

        return text.ToString();
    }

    private sealed record Result(ReportFigures Figures, TimeSpan Period, TimeSpan Duration, DateTimeOffset Succeeded);
}
