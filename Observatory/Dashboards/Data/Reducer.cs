namespace Observatory.Dashboards.Data;

/// <summary>Makes one number of many.</summary>
internal static class Reducer
{
    /// <summary>The calculations known, with their names on the page.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        ["lastNotNull"] = "Last *",
        ["last"] = "Last",
        ["firstNotNull"] = "First *",
        ["first"] = "First",
        ["min"] = "Min",
        ["max"] = "Max",
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
        ["current"] = "Last *",
        ["avg"] = "Mean",
        ["total"] = "Total",
    };

    /// <summary>Calculates; NaN when there is nothing to calculate with.</summary>
    public static double Of(IReadOnlyList<double> values, string calculation)
    {
        if (values.Count == 0)
        {
            return calculation == "count" ? 0 : double.NaN;
        }

        switch (calculation)
        {
            case "last":
                return values[^1];
            case "first":
                return values[0];
        }

        var known = values.Where(v => !double.IsNaN(v)).ToList();
        if (calculation == "count")
        {
            return known.Count;
        }

        if (known.Count == 0)
        {
            return double.NaN;
        }

        return calculation switch
        {
            "firstNotNull" => known[0],
            "min" => known.Min(),
            "max" => known.Max(),
            "mean" or "avg" => known.Average(),
            "sum" or "total" => known.Sum(),
            "range" => known.Max() - known.Min(),
            "diff" => known[^1] - known[0],
            "diffperc" => known[0] == 0 ? double.NaN : (known[^1] - known[0]) / known[0],
            "delta" => Delta(known),
            "median" => Quantile(known, 0.5),
            "variance" => Variance(known),
            "stdDev" => Math.Sqrt(Variance(known)),
            "distinctCount" => known.Distinct().Count(),
            _ when calculation is ['p', .. var percent] && int.TryParse(percent, out var share) && share is > 0 and < 100 => Quantile(known, share / 100.0),
            _ => known[^1],
        };
    }

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
