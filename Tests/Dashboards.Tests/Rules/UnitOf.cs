using System.Text.RegularExpressions;
using Tta.Dashboards.Model;

namespace Tta.Dashboards.Tests.Rules;

/// <summary>Grafana's unit for what a query gives, derived from what its first series measures and what is done to it.</summary>
internal static partial class UnitOf
{
    public static string? Result(string expression)
    {
        if (PromQl.Of(expression).Metrics is not [var first, ..] metrics)
        {
            return null;
        }

        var metric = MetricCatalogue.Find(first.Name)!;
        if (expression.StartsWith("count(", StringComparison.Ordinal))
        {
            return Unit.Count;
        }

        if (expression.Contains("histogram_quantile", StringComparison.Ordinal))
        {
            return Unit.Seconds;
        }

        // How long ago something was.
        if (expression.StartsWith("time() - ", StringComparison.Ordinal))
        {
            return Unit.Seconds;
        }

        var divided = Division().IsMatch(expression) && !expression.Contains("/ scalar(tta:observed", StringComparison.Ordinal);
        if (divided)
        {
            // Seconds per execution are seconds, dollars per anything but dollars are dollars; like by like is a ratio.
            return metric.Measure switch
            {
                Measure.Seconds => Unit.Seconds,
                // Of one thing per second of another, such as tokens while a model answers, or for each call of it: a number.
                Measure.Count when expression.Contains("_seconds_sum", StringComparison.Ordinal) => Unit.Count,
                Measure.Count when metric.Name.EndsWith("_tokens_total", StringComparison.Ordinal) => Unit.Count,
                Measure.Dollars when !expression.Contains("$budget", StringComparison.Ordinal) => Unit.Dollars,
                _ => Unit.Ratio,
            };
        }

        if (expression.StartsWith("avg(up)", StringComparison.Ordinal))
        {
            return Unit.Ratio;
        }

        var perSecond = expression.Contains("rate(", StringComparison.Ordinal) || metric.Name is "tta:workflow_rate_5m" or "tta_requests_per_second"
            || metric.Name.EndsWith(":rate5m", StringComparison.Ordinal);
        return (metric.Measure, perSecond) switch
        {
            // With the rest of the pipeline on its panel, waiting batches stand on their own axis.
            (Measure.Seconds, true) => Unit.Ratio,
            (Measure.Seconds, false) => Unit.Seconds,
            (Measure.Dollars, _) => Unit.Dollars,
            (Measure.Bytes, _) => Unit.Bytes,
            (Measure.Ratio, _) => Unit.Ratio,
            (Measure.Score, _) => Unit.Percent,
            (Measure.State, _) => Unit.State,
            (_, true) => Unit.PerSecond,
            _ => Unit.Count,
        };
    }

    [GeneratedRegex(@"\s/\s")]
    private static partial Regex Division();
}
