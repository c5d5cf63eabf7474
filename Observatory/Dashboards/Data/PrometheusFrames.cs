using System.Text.RegularExpressions;
using Observatory.Prometheus;

namespace Observatory.Dashboards.Data;

/// <summary>Makes frames of Prometheus' answers as Grafana does.</summary>
internal static partial class PrometheusFrames
{
    private const string NameLabel = "__name__";

    /// <summary>A frame for each series, named by the legend or the labels.</summary>
    public static IEnumerable<Frame> Series(string refId, PrometheusResult result, string expression, string? legend) => result.Series.Select(s => new Frame(refId,
    [
        Field.OfNumbers("Time", s.Times, FieldKind.Time),
        new() { Name = "Value", Kind = FieldKind.Number, Numbers = s.Values, Labels = s.Labels, Title = Title(s.Labels, expression, legend) },
    ]));

    /// <summary>One frame with a row for each value and a column for each label.</summary>
    /// <param name="refId">The query.</param>
    /// <param name="result">Its answer.</param>
    /// <param name="valueName"><c>Value</c>, or <c>Value #A</c> when the panel asks more than one question.</param>
    public static Frame Table(string refId, PrometheusResult result, string valueName)
    {
        var rows = result.Series.SelectMany(s => Enumerable.Range(0, s.Values.Length).Select(i => (Series: s, Point: i))).ToList();
        var labels = result.Series.SelectMany(s => s.Labels.Keys).Distinct().Order(StringComparer.Ordinal);
        return new(refId,
        [
            Field.OfNumbers("Time", rows.Select(r => r.Series.Times[r.Point]), FieldKind.Time),
            .. labels.Select(l => Field.OfTexts(l, rows.Select(r => r.Series.Labels.GetValueOrDefault(l)))),
            Field.OfNumbers(valueName, rows.Select(r => r.Series.Values[r.Point])),
        ]);
    }

    /// <summary>A frame for each bucket, from the lowest bound up, with what is in it alone: the answer's buckets hold those below as well.</summary>
    public static IEnumerable<Frame> Buckets(string refId, PrometheusResult result)
    {
        var buckets = result.Series
            .Select(s => (Series: s, Bound: s.Labels.TryGetValue("le", out var le) ? Bound(le) : double.NaN))
            .Where(b => !double.IsNaN(b.Bound))
            .OrderBy(b => b.Bound);
        var below = new Dictionary<double, double>();
        foreach (var (series, bound) in buckets)
        {
            var own = new double[series.Values.Length];
            for (var i = 0; i < own.Length; i++)
            {
                var time = series.Times[i];
                own[i] = Math.Max(0, series.Values[i] - below.GetValueOrDefault(time));
                below[time] = series.Values[i];
            }

            yield return new(refId,
            [
                Field.OfNumbers("Time", series.Times, FieldKind.Time),
                new() { Name = series.Labels["le"], Kind = FieldKind.Number, Numbers = own, Labels = series.Labels, Title = series.Labels["le"] },
            ]);
        }
    }

    // A legend of labels that the series lacks is no name: then all its labels are.
    private static string Title(IReadOnlyDictionary<string, string> labels, string expression, string? legend) =>
        legend is not null && FillLegend(legend, labels) is { } title && !string.IsNullOrWhiteSpace(title) ? title : Describe(labels, expression);

    /// <summary>Puts labels into a legend: <c>{{name}}</c>.</summary>
    public static string FillLegend(string legend, IReadOnlyDictionary<string, string> labels) =>
        Placeholder().Replace(legend, m => labels.TryGetValue(m.Groups[1].Value, out var value) ? value : "");

    /// <summary>A series by its labels.</summary>
    public static string Describe(IReadOnlyDictionary<string, string> labels, string expression)
    {
        var name = labels.GetValueOrDefault(NameLabel, "");
        var rest = string.Join(", ", labels.Where(l => l.Key != NameLabel).Select(l => $"{l.Key}=\"{l.Value}\""));
        return rest.Length > 0 ? $"{name}{{{rest}}}" : name.Length > 0 ? name : expression;
    }

    /// <summary>Reads a bucket's bound.</summary>
    public static double Bound(string le) =>
        le is "+Inf" or "Inf" ? double.PositiveInfinity : double.TryParse(le, CultureInfo.InvariantCulture, out var bound) ? bound : double.NaN;

    [GeneratedRegex("""\{\{\s*([^}]+?)\s*\}\}""")]
    private static partial Regex Placeholder();
}
