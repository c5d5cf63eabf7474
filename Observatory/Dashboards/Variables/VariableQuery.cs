using System.Text.RegularExpressions;
using Observatory.Charts.Formats;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Times;
using Observatory.Prometheus;

namespace Observatory.Dashboards.Variables;

/// <summary>Asks Prometheus for a variable's values: <c>label_values</c>, <c>label_names</c>, <c>metrics</c>, <c>query_result</c>.</summary>
internal static partial class VariableQuery
{
    /// <summary>Values of one variable; the rest is left out.</summary>
    public const int MaxValues = 1_000;

    /// <summary>Asks; <paramref name="query"/> has its variables filled.</summary>
    /// <exception cref="PrometheusException">There is no answer.</exception>
    public static async Task<IReadOnlyList<string>> AskAsync(PrometheusClient prometheus, string query, DashboardTime time, CancellationToken cancellation)
    {
        if (LabelValues().Match(query) is { Success: true } values)
        {
            var selector = values.Groups["selector"].Value.Trim();
            return await prometheus.LabelValuesAsync(values.Groups["label"].Value, selector, time.From, time.To, cancellation).ConfigureAwait(false);
        }

        if (LabelNames().Match(query) is { Success: true } names)
        {
            return await prometheus.LabelNamesAsync(names.Groups["selector"].Value, time.From, time.To, cancellation).ConfigureAwait(false);
        }

        if (Metrics().Match(query) is { Success: true } metrics)
        {
            var all = await prometheus.LabelValuesAsync("__name__", null, time.From, time.To, cancellation).ConfigureAwait(false);
            var pattern = Patterns.Find(metrics.Groups["pattern"].Value);
            return [.. all.Where(m => pattern is null || pattern.IsMatch(m))];
        }

        if (QueryResult().Match(query) is { Success: true } result)
        {
            var answer = await prometheus.QueryAsync(result.Groups["query"].Value, time.To, cancellation).ConfigureAwait(false);
            return [.. answer.Series.Select(s => FormattableString.Invariant($"{Selector(s.Labels)} {s.Values[^1]} {s.Times[^1]}"))];
        }

        // Anything else is a selector: the series that it finds, as text for the pattern to pick from.
        var series = await prometheus.SeriesAsync(query, time.From, time.To, cancellation).ConfigureAwait(false);
        return [.. series.Select(Selector)];
    }

    /// <summary>Applies a variable's pattern and order.</summary>
    public static IReadOnlyList<VariableOption> Shape(IEnumerable<string> values, string regex, int sort)
    {
        var pattern = Patterns.Find(regex);
        var options = values.Select(v => Pick(v, pattern)).OfType<VariableOption>().DistinctBy(o => o.Value);
        options = sort switch
        {
            1 => options.OrderBy(o => o.Text, StringComparer.Ordinal),
            2 => options.OrderByDescending(o => o.Text, StringComparer.Ordinal),
            3 or 7 => options.OrderBy(o => FirstNumber(o.Text)).ThenBy(o => o.Text, StringComparer.OrdinalIgnoreCase),
            4 or 8 => options.OrderByDescending(o => FirstNumber(o.Text)).ThenByDescending(o => o.Text, StringComparer.OrdinalIgnoreCase),
            5 => options.OrderBy(o => o.Text, StringComparer.OrdinalIgnoreCase),
            6 => options.OrderByDescending(o => o.Text, StringComparer.OrdinalIgnoreCase),
            _ => options,
        };
        return [.. options.Take(MaxValues)];
    }

    private static VariableOption? Pick(string value, Regex? pattern)
    {
        if (pattern is null)
        {
            return new(value, value);
        }

        var match = pattern.Match(value);
        if (!match.Success)
        {
            return null;
        }

        var (text, chosen) = (match.Groups["text"], match.Groups["value"]);
        if (text.Success || chosen.Success)
        {
            return new((text.Success ? text : chosen).Value, (chosen.Success ? chosen : text).Value);
        }

        return match.Groups.Count > 1 && match.Groups[1].Success ? new(match.Groups[1].Value, match.Groups[1].Value) : new(value, value);
    }

    private static double FirstNumber(string text) =>
        Digits().Match(text) is { Success: true } digits && double.TryParse(digits.Value, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : double.PositiveInfinity;

    private static string Selector(IReadOnlyDictionary<string, string> labels) =>
        $"{labels.GetValueOrDefault("__name__", "")}{{{string.Join(',', labels.Where(l => l.Key != "__name__").Select(l => $"{l.Key}=\"{l.Value}\""))}}}";

    [GeneratedRegex("""^\s*label_values\((?:(?<selector>.+),)?\s*(?<label>[a-zA-Z_]\w*)\s*\)\s*$""", RegexOptions.Singleline)]
    private static partial Regex LabelValues();

    [GeneratedRegex("""^\s*label_names\((?<selector>.*)\)\s*$""", RegexOptions.Singleline)]
    private static partial Regex LabelNames();

    [GeneratedRegex("""^\s*metrics\((?<pattern>.*)\)\s*$""")]
    private static partial Regex Metrics();

    [GeneratedRegex("""^\s*query_result\((?<query>.+)\)\s*$""", RegexOptions.Singleline)]
    private static partial Regex QueryResult();

    [GeneratedRegex("""-?\d+(\.\d+)?""")]
    private static partial Regex Digits();
}
