namespace Observatory.Charts.Drawing;

/// <summary>What a legend says about a series.</summary>
internal static class Calculations
{
    /// <summary>The number; NaN where there are no values.</summary>
    public static double Of(LegendCalc calc, double[] values)
    {
        var (sum, count, low, high, last) = (0.0, 0, double.NaN, double.NaN, double.NaN);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
            {
                (sum, count, last) = (sum + value, count + 1, value);
                low = !(value >= low) ? value : low;
                high = !(value <= high) ? value : high;
            }
        }

        return count == 0 ? double.NaN : calc switch
        {
            LegendCalc.Mean => sum / count,
            LegendCalc.Max => high,
            LegendCalc.Min => low,
            LegendCalc.Sum => sum,
            _ => last,
        };
    }
}
