using System.Globalization;
using System.Text;

namespace Observatory.Charts.Drawing;

/// <summary>What a script needs to read values off a chart, as data attributes: a page may hold no script of its own.</summary>
internal static class HoverData
{
    // Some hundred kilobytes at the very most.
    private const int MostValues = 20_000;
    private const int MostTimes = 600;

    /// <summary>The attributes of the plot: the times, and what its edges stand for.</summary>
    public static HoverAttributes Of(double[] times, int series, TimeScale x, ValueScale left, ValueScale? right)
    {
        var text = new StringBuilder();
        var last = 0.0;
        foreach (var place in Sample(times.Length, series))
        {
            // Differences are shorter; rounded to milliseconds they do not drift.
            var time = Math.Round(Math.Clamp(double.IsFinite(times[place]) ? times[place] : last, -6e10, 2.5e11), 3);
            text.Append(text.Length == 0 ? "" : ",").Append(Math.Round(time - last, 3).ToString("0.###", CultureInfo.InvariantCulture));
            last = time;
        }

        return new(text.ToString(), $"{Exact(x.From)},{Exact(x.To)}", Edges(left), right is null ? "" : Edges(right));
    }

    /// <summary>A series' values at these times; nothing stands for a gap.</summary>
    public static string Values(double[] values, int times, int series)
    {
        var text = new StringBuilder();
        var first = true;
        foreach (var place in Sample(times, series))
        {
            text.Append(first ? "" : ",");
            first = false;
            if (place < values.Length && double.IsFinite(values[place]))
            {
                text.Append(values[place].ToString("G5", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    private static IEnumerable<int> Sample(int times, int series)
    {
        var count = Math.Min(times, Math.Clamp(MostValues / Math.Max(1, series), 50, MostTimes));
        for (var i = 0; i < count; i++)
        {
            yield return count == 1 ? 0 : (int)((long)i * (times - 1) / (count - 1));
        }
    }

    private static string Edges(ValueScale scale) => $"{Exact(scale.Min)},{Exact(scale.Max)},{(scale.LogBase is null ? 0 : 1)}";

    private static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
