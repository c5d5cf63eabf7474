namespace Observatory.Charts.Drawing;

/// <summary>What a script needs to read values off a chart, as data attributes: a page may hold no script of its own.</summary>
internal static class HoverData
{
    // Some hundred kilobytes at the very most.
    private const int MostValues = 20_000;
    private const int MostTimes = 600;

    /// <summary>The times of a plot with so many series.</summary>
    public static string Times(double[] times, int series) => Times([.. Sample(times.Length, series).Select(p => times[p])]);

    /// <summary>Times as differences, which are shorter; rounded to milliseconds they do not drift.</summary>
    public static string Times(double[] times)
    {
        var text = new StringBuilder();
        var last = 0.0;
        foreach (var one in times)
        {
            var time = Math.Round(double.IsFinite(one) ? Math.Clamp(one, -6e10, 2.5e11) : last, 3);
            text.Append(text.Length == 0 ? "" : ",").Append(Math.Round(time - last, 3).ToString("0.###", CultureInfo.InvariantCulture));
            last = time;
        }

        return text.ToString();
    }

    /// <summary>The times at the edges of a plot.</summary>
    public static string Range(TimeScale x) => $"{Exact(x.From)},{Exact(x.To)}";

    /// <summary>The values at the edges of a plot, and whether between them they grow by factors.</summary>
    public static string Edges(ValueScale? scale) => scale is null ? "" : $"{Exact(scale.Min)},{Exact(scale.Max)},{(scale.LogBase is null ? 0 : 1)}";

    /// <summary>A series' values at the times of its plot; nothing stands for a gap.</summary>
    public static string Values(double[] values, int times, int series) =>
        Values([.. Sample(times, series).Select(p => p < values.Length ? values[p] : double.NaN)]);

    /// <summary>Values with five digits that count.</summary>
    public static string Values(double[] values) =>
        string.Join(',', values.Select(v => double.IsFinite(v) ? v.ToString("G5", CultureInfo.InvariantCulture) : ""));

    private static IEnumerable<int> Sample(int times, int series)
    {
        var count = Math.Min(times, Math.Clamp(MostValues / Math.Max(1, series), 50, MostTimes));
        for (var i = 0; i < count; i++)
        {
            yield return count == 1 ? 0 : (int)((long)i * (times - 1) / (count - 1));
        }
    }

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
