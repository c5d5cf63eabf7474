using System.Globalization;
using System.Text;

namespace Tta.DemoWorkers.Report;

/// <summary>The report as Prometheus reads it: gauges, since each push replaces the one before.</summary>
internal static class ReportMetrics
{
    /// <summary>The batch job's name, <c>job</c> on its series.</summary>
    public const string Job = "tta-report";

    public static string Write(ReportFigures figures, TimeSpan period, TimeSpan duration, DateTimeOffset succeeded)
    {
        var text = new StringBuilder();
        Add("tta_report_period_seconds", "How far the report looks back.", period.TotalSeconds);
        Add("tta_report_workflows", "Workflows that ended in the period.", figures.Workflows);
        Add("tta_report_failed_workflows", "Those that failed.", figures.Failed);
        if (figures.SuccessRatio is { } ratio)
        {
            Add("tta_report_success_ratio", "Share of the workflows that did not fail.", ratio);
        }

        Add("tta_report_cost_dollars", "What the priced model calls of the period cost.", figures.CostDollars);
        Add("tta_report_savings_dollars", "What caches saved in the period.", figures.SavingsDollars);
        Add("tta_report_unpriced_calls", "Model calls of unknown cost in the period.", figures.UnpricedCalls);
        Add("tta_report_duration_seconds", "How long it took to make the report.", duration.TotalSeconds);
        Add("tta_report_last_success_timestamp_seconds", "When the last report succeeded.", succeeded.ToUnixTimeMilliseconds() / 1000.0);
        return text.ToString();

        void Add(string name, string help, double value) => text.Append(
            CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value:R}\n");
    }
}
