using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Charts.TimeSeries;
using Observatory.Html;

namespace Observatory.Charts.Values;

/// <summary>A small line without axes.</summary>
internal static class Sparkline
{
    private const int MostPoints = 200;

    /// <summary>Adds it; nothing where there are no two values.</summary>
    public static void AddTo(HtmlWriter page, IReadOnlyList<double> values, ChartColor color)
    {
        var finite = values.Select(v => double.IsFinite(v) ? v : double.NaN).ToArray();
        var present = finite.Where(v => !double.IsNaN(v)).ToList();
        if (present.Count < 2)
        {
            return;
        }

        var (low, high) = (present.Min(), present.Max());
        var scale = ValueScale.Of(new() { Min = low < high ? low - ((high - low) * 0.05) : low - 1, Max = high }, low, high);
        var places = Downsampling.Places(finite, MostPoints);
        var times = places.Select(p => (double)p).ToArray();
        var series = new ChartSeries("", [.. places.Select(p => finite[p])]) { ConnectGaps = true };
        var path = new SeriesPath(new(series, series.Values, null), times, new(0, finite.Length - 1), scale);
        page.Add($"<svg class=\"spark {color.CssClass}\" color=\"{color.Attribute}\" viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path class=\"area\" d=\"{path.Area()}\"/><path class=\"line\" d=\"{path.Line()}\"/></svg>");
    }
}
