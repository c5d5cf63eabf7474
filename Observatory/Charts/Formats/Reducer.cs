using System.Collections.Frozen;

namespace Observatory.Charts.Formats;

/// <summary>Makes one number of many, by the names that dashboards have for it.</summary>
internal static class Reducer
{
    /// <summary>The last value that is one: what is shown where nothing else is asked for.</summary>
    public const string Last = "lastNotNull";

    /// <summary>The highest value.</summary>
    public const string Max = "max";

    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        [Last] = "Last *",
        ["last"] = "Last",
        ["firstNotNull"] = "First *",
        ["first"] = "First",
        ["min"] = "Min",
        [Max] = "Max",
        ["mean"] = "Mean",
        ["sum"] = "Total",
        ["count"] = "Count",
        ["range"] = "Range",
        ["diff"] = "Difference",
        ["delta"] = "Delta",
        ["median"] = "Median",
        ["variance"] = "Variance",
        ["stdDev"] = "StdDev",
        ["distinctCount"] = "Distinct Count",
        ["diffperc"] = "Difference percent",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether this is calculated here; what is not has to be said where it is asked for.</summary>
    public static bool Knows(string calculation) => Names.ContainsKey(calculation) || Percentile(calculation) is not null;

    /// <summary>The name of a calculation on the page: <c>Mean</c>, <c>95th %</c>.</summary>
    public static string NameOf(string calculation) =>
        Names.GetValueOrDefault(calculation)
        ?? (Percentile(calculation) is { } share ? string.Create(CultureInfo.InvariantCulture, $"{share * 100:0}th %") : calculation);

    /// <summary>Calculates; NaN when there is nothing to calculate with, or when the calculation is not known.</summary>
    public static double Of(IReadOnlyList<double> values, string calculation)
    {
        if (values.Count == 0 || calculation is "last" or "first")
        {
            return values.Count == 0 ? (calculation == "count" ? 0 : double.NaN) : values[calculation == "last" ? ^1 : 0];
        }

        var known = values.Where(v => !double.IsNaN(v)).ToList();
        return known.Count == 0 ? (calculation == "count" ? 0 : double.NaN) : calculation switch
        {
            Last => known[^1],
            "firstNotNull" => known[0],
            "min" => known.Min(),
            Max => known.Max(),
            "mean" => known.Average(),
            "sum" => known.Sum(),
            "count" => known.Count,
            "range" => known.Max() - known.Min(),
            "diff" => known[^1] - known[0],
            "diffperc" => known[0] == 0 ? double.NaN : (known[^1] - known[0]) / known[0],
            "delta" => Delta(known),
            "median" => Quantile(known, 0.5),
            "variance" => Variance(known),
            "stdDev" => Math.Sqrt(Variance(known)),
            "distinctCount" => known.Distinct().Count(),
            _ => Percentile(calculation) is { } share ? Quantile(known, share) : double.NaN,
        };
    }

    private static double? Percentile(string calculation) =>
        calculation is ['p', .. var percent] && int.TryParse(percent, NumberStyles.None, CultureInfo.InvariantCulture, out var share)
            && share is > 0 and < 100 ? share / 100.0 : null;

    private static double Delta(List<double> values)
    {
        double delta = 0;
        for (var i = 1; i < values.Count; i++)
        {
            // A counter that starts again counts from zero.
            delta += values[i] >= values[i - 1] ? values[i] - values[i - 1] : values[i];
        }

        return delta;
    }

    private static double Variance(List<double> values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / values.Count;
    }

    private static double Quantile(List<double> values, double share)
    {
        values.Sort();
        var place = share * (values.Count - 1);
        var below = (int)place;
        return below + 1 < values.Count ? values[below] + ((place - below) * (values[below + 1] - values[below])) : values[below];
    }
}
