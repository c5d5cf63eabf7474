using Observatory.Web;

namespace Observatory.Charts.Drawing;

/// <summary>A small line without axes.</summary>
internal static class Sparkline
{
    private const int MostPoints = 200;

    /// <summary>Adds it; nothing where there are no two values.</summary>
    public static void AddTo(HtmlWriter page, IReadOnlyList<double> values, ChartColor color)
    {
        var finite = values.Select(v => double.IsFinite(v) ? Math.Clamp(v, -1e300, 1e300) : double.NaN).ToArray();
        if (finite.Count(v => !double.IsNaN(v)) < 2)
        {
            return;
        }

        var low = Math.Min(finite.Where(v => !double.IsNaN(v)).Min(), finite.Where(v => !double.IsNaN(v)).Max());
        var high = finite.Where(v => !double.IsNaN(v)).Max();
        var scale = ValueScale.Of(low >= high ? new() { Min = low - 1, Max = high + 1 } : new ChartAxis { Min = low, Max = high }, low, high);
        var places = Downsampling.Places(finite, MostPoints);
        var times = places.Select(p => (double)p).ToArray();
        var series = new ChartSeries("", [.. places.Select(p => finite[p])]) { ConnectGaps = true };
        var path = new SeriesPath(new(series, series.Values, null), times, new(0, finite.Length - 1), scale);
        page.Add($"<svg class=\"spark {color.CssClass}\" color=\"{color.Attribute}\" viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path class=\"area\" d=\"{path.Area()}\"/><path class=\"line\" d=\"{path.Line()}\"/></svg>");
    }
}
