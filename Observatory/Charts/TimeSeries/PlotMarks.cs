using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.TimeSeries;

/// <summary>What lies over a plot: what happened meanwhile, and single measurements as links.</summary>
internal static class PlotMarks
{
    private const int MostAnnotations = 100;
    private const int MostExemplars = 80;

    /// <summary>Adds both.</summary>
    public static void AddTo(HtmlWriter page, TimeSeriesChart chart, TimeScale x, ValueScale y)
    {
        var annotations = chart.Annotations.Where(a => double.IsFinite(a.Time) && x.Fraction(a.Time) <= 1 && x.Fraction(a.End ?? a.Time) >= 0).Take(MostAnnotations).ToList();
        var exemplars = Thin(chart.Exemplars.Where(e => double.IsFinite(e.Value) && double.IsFinite(e.Time) && x.Fraction(e.Time) is >= 0 and <= 1 && new ChartLink(e.Href, "").IsSafe), x, y);
        if (annotations.Count == 0 && exemplars.Count == 0)
        {
            return;
        }

        page.Add($"<svg class=\"plot-marks\">");
        foreach (var annotation in annotations)
        {
            AddAnnotation(page, annotation, x);
        }

        foreach (var exemplar in exemplars)
        {
            var at = Math.Clamp(y.Fraction(exemplar.Value), 0, 1);
            page.Add($"<a class=\"exemplar\" href=\"{exemplar.Href}\" aria-label=\"{exemplar.Label}: {chart.Left.Format.Format(exemplar.Value)} at {Dates.OfSeconds(exemplar.Time, "HH:mm:ss")} UTC\">");
            page.Add($"<svg x=\"{Svg.Percent(x.Fraction(exemplar.Time))}\" y=\"{Svg.Percent(1 - at)}\"><title>{exemplar.Label}\n{chart.Left.Format.Format(exemplar.Value)}</title><path class=\"hit\" d=\"M-9-9H9V9H-9Z\"/><path d=\"M0-4.5L4.5 0L0 4.5L-4.5 0Z\"/></svg></a>");
        }

        page.Add($"</svg>");
    }

    /// <summary>The highest of each neighbourhood, so that neither the page nor the way through it with the tabulator grows without end.</summary>
    internal static IReadOnlyList<ChartExemplar> Thin(IEnumerable<ChartExemplar> exemplars, TimeScale x, ValueScale y)
    {
        Dictionary<(int, int), ChartExemplar> kept = [];
        foreach (var one in exemplars)
        {
            var cell = ((int)(x.Fraction(one.Time) * 60), (int)(y.Fraction(one.Value) * 12));
            if (!kept.TryGetValue(cell, out var other) || one.Value > other.Value)
            {
                kept[cell] = one;
            }
        }

        return [.. kept.Values.OrderByDescending(e => e.Value).Take(MostExemplars).OrderBy(e => e.Time)];
    }

    private static void AddAnnotation(HtmlWriter page, ChartAnnotation annotation, TimeScale x)
    {
        var from = Math.Clamp(x.Fraction(annotation.Time), 0, 1);
        var to = Math.Clamp(x.Fraction(annotation.End ?? annotation.Time), 0, 1);
        var text = $"{annotation.Text}\n{Dates.OfSeconds(annotation.Time, "yyyy-MM-dd HH:mm:ss")} UTC";
        page.Add($"<g class=\"annotation {annotation.Color.CssClass}\" color=\"{annotation.Color.Attribute}\" role=\"img\" aria-label=\"{text}\"><title>{text}</title>");
        if (to > from)
        {
            page.Add($"<rect class=\"span-area\" x=\"{Svg.Percent(from)}\" width=\"{Svg.Percent(to - from)}\" height=\"100%\"/>");
        }

        page.Add($"<line x1=\"{Svg.Percent(from)}\" x2=\"{Svg.Percent(from)}\" y2=\"100%\"/><svg x=\"{Svg.Percent(from)}\" y=\"100%\"><path d=\"M-5 0L5 0L0-7Z\"/></svg></g>");
    }
}
