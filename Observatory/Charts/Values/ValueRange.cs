namespace Observatory.Charts.Values;

/// <summary>From where to where a dial or a bar goes.</summary>
internal static class ValueRange
{
    /// <summary>The range of one value among its like.</summary>
    public static (double Min, double Max) Of(ChartValue value, IReadOnlyList<ChartValue> all)
    {
        var finite = all.Select(v => v.Value).Where(double.IsFinite).ToList();
        var min = value.Min is { } wantedMin && double.IsFinite(wantedMin) ? wantedMin : Math.Min(0, finite.Count == 0 ? 0 : finite.Min());
        var max = value.Max is { } wantedMax && double.IsFinite(wantedMax) ? wantedMax : finite.Count == 0 ? min : finite.Max();
        (min, max) = (Math.Clamp(min, -1e300, 1e300), Math.Clamp(max, -1e300, 1e300));
        return max > min ? (min, max) : (min, min + Math.Max(1, Math.Abs(min)));
    }

    /// <summary>Where a value lies in a range, from 0 to 1; NaN lies at its beginning.</summary>
    public static double Share(double value, double min, double max) =>
        double.IsNaN(value) ? 0 : Math.Clamp((Math.Clamp(value, -1e300, 1e300) - min) / (max - min), 0, 1);
}
