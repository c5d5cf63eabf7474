using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.TimeSeries;

/// <summary>The drawing of a <see cref="TimeSeriesChart"/>: axes, grid, series and what lies over them.</summary>
internal sealed class TimeSeriesDrawing
{
    private const int SummarisedSeries = 5;
    private const int ClearAreas = 4;

    private readonly TimeSeriesChart _chart;
    private readonly IReadOnlyList<ChartSeries> _series;
    private readonly IReadOnlyList<StackedSeries> _stacked;
    private readonly double[] _times;
    private readonly TimeScale _x;
    private readonly ChartAxis _leftAxis;
    private readonly ChartAxis _rightAxis;
    private readonly ValueScale _left;
    private readonly ValueScale? _right;

    public TimeSeriesDrawing(TimeSeriesChart chart, IReadOnlyList<ChartSeries> series)
    {
        (_chart, _series) = (chart, series);
        _times = chart.Times;
        _stacked = StackedSeries.Stack(series, _times.Length);
        _x = new(chart.From ?? _times[0], chart.To ?? _times[^1]);
        (_leftAxis, _rightAxis) = (AxisOf(chart.Left, rightAxis: false), AxisOf(chart.Right, rightAxis: true));
        _left = ScaleOf(_leftAxis, rightAxis: false);
        _right = series.Any(s => s.RightAxis) ? ScaleOf(_rightAxis, rightAxis: true) : null;
    }

    /// <summary>Adds the drawing.</summary>
    public void AddTo(HtmlWriter page)
    {
        page.Add($"<div class=\"chart-frame\">");
        AxisLabels.AddValues(page, _left, _leftAxis, right: false);
        page.Add($"<div class=\"plot\" tabindex=\"0\" role=\"group\" aria-label=\"{_chart.Title}\" data-times=\"{HoverData.Times(_times, _series.Count)}\" data-range=\"{HoverData.Range(_x)}\" data-left=\"{HoverData.Edges(_left)}\" data-right=\"{HoverData.Edges(_right)}\">");
        page.Add($"<div class=\"plot-clip\"><svg class=\"plot-svg\" role=\"img\" aria-label=\"{Summary()}\">");
        AxisLabels.AddGrid(page, _x, _left);
        AddThresholdAreas(page);
        page.Add($"<svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">");
        AddSeries(page);
        page.Add($"</svg>");
        AddThresholdLines(page);
        page.Add($"</svg></div>");
        PlotMarks.AddTo(page, _chart, _x, _left);
        page.Add($"</div>");
        if (_right is not null)
        {
            AxisLabels.AddValues(page, _right, _rightAxis, right: true);
        }

        AxisLabels.AddTimes(page, _x);
        page.Add($"</div>");
    }

    /// <summary>An axis as it was asked for, or one of shares where series are drawn as such.</summary>
    private ChartAxis AxisOf(ChartAxis axis, bool rightAxis) =>
        _series.Any(s => s is { StackGroup: not null, StackPercent: true } && s.RightAxis == rightAxis)
            ? axis with { Max = axis.Max ?? 1, Format = ValueFormat.Of("percentunit") }
            : axis;

    private ValueScale ScaleOf(ChartAxis axis, bool rightAxis)
    {
        var (low, high) = (double.NaN, double.NaN);
        foreach (var one in _stacked.Where(s => s.Series.RightAxis == rightAxis))
        {
            foreach (var value in one.Tops)
            {
                if (!double.IsNaN(value) && (axis.LogBase is null || value > 0))
                {
                    low = !(value >= low) ? value : low;
                    high = !(value <= high) ? value : high;
                }
            }

            if (axis.LogBase is null && (one.Bases is not null || one.Series.Style == SeriesStyle.Bars) && !double.IsNaN(low))
            {
                // Bars and piles stand on zero.
                (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
            }
        }

        if (low == high && low > 0 && axis.LogBase is null)
        {
            low = 0;
        }

        if (!rightAxis && axis.LogBase is null && _chart.ThresholdStyle != ThresholdStyle.None)
        {
            // A limit that is near is worth seeing; one far away would flatten what is there.
            foreach (var limit in _chart.Thresholds.Where(t => double.IsFinite(t.From) && t.From > high && t.From <= high * 1.3))
            {
                high = limit.From;
            }
        }

        if (!rightAxis && high > 0)
        {
            // Exemplars are worth room too, but one far away is not worth flattening the lines for.
            var highest = _chart.Exemplars.Select(e => e.Value).Where(double.IsFinite).DefaultIfEmpty(high).Max();
            high = Math.Max(high, Math.Min(highest, high * 2));
        }

        return ValueScale.Of(axis, low, high);
    }

    private void AddSeries(HtmlWriter page)
    {
        var bars = _series.Where(s => s.Style == SeriesStyle.Bars && s.StackGroup is null).ToList();
        for (var i = 0; i < _stacked.Count; i++)
        {
            var one = _stacked[i];
            var series = one.Series;
            var y = series.RightAxis && _right is not null ? _right : _left;
            var path = new SeriesPath(one, _times, _x, y, Downsampling.Budget(_stacked.Count));
            var format = series.Format ?? (series.RightAxis ? _chart.Right : _chart.Left).Format;
            page.Add($"<g class=\"series {series.Color!.Value.CssClass}\" color=\"{series.Color.Value.Attribute}\" data-series=\"{i}\" data-name=\"{series.Name}\"");
            page.Add($" data-scales=\"{format.ScalesForScript}\" data-decimals=\"{format.Decimals}\" data-axis=\"{(series.RightAxis ? 1 : 0)}\"");
            page.Add($" data-stack=\"{(series.StackGroup is null ? "" : (series.StackPercent ? "%" : "+") + series.StackGroup)}\"");
            page.Add($" data-values=\"{HoverData.Values(series.Values, _times.Length, _series.Count)}\"><title>{series.Name}</title>");
            AddShapes(page, path, Lightened(series), bars.IndexOf(series), bars.Count);
            page.Add($"</g>");
        }
    }

    /// <summary>Many areas over each other become one dark one; each is given less then.</summary>
    private ChartSeries Lightened(ChartSeries series) =>
        series.StackGroup is null && series.Style != SeriesStyle.Bars && _series.Count > ClearAreas
            ? series with { FillOpacity = series.FillOpacity * ClearAreas / _series.Count }
            : series;

    private static void AddShapes(HtmlWriter page, SeriesPath path, ChartSeries series, int slot, int slots)
    {
        var opacity = Svg.Number(Math.Clamp(series.FillOpacity, 0, 1));
        var width = Svg.Number(Math.Clamp(series.Width, 0, 20));
        switch (series.Style)
        {
            case SeriesStyle.Bars:
                page.Add($"<path class=\"bar\" d=\"{path.Bars(Math.Max(0, slot), Math.Max(1, slots))}\" fill-opacity=\"{(series.FillOpacity > 0 ? opacity : "0.8")}\"/>");
                return;
            case SeriesStyle.Points:
                page.Add($"<path class=\"dot\" d=\"{path.Points()}\"/>");
                return;
            default:
                if (series.FillOpacity > 0)
                {
                    page.Add($"<path class=\"area\" d=\"{path.Area()}\" fill-opacity=\"{opacity}\"/>");
                }

                var dashes = string.Join(' ', series.Dashes.Take(8).Select(d => Svg.Number(Math.Clamp(d, 0, 100))));
                page.Add($"<path class=\"line\" d=\"{path.Line()}\" stroke-width=\"{width}\" stroke-dasharray=\"{(dashes.Length == 0 ? "none" : dashes)}\"/>");
                var dots = series.ShowPoints ? path.Points() : path.Lonely();
                if (dots.Length > 0)
                {
                    page.Add($"<path class=\"dot\" d=\"{dots}\"/>");
                }

                return;
        }
    }

    private void AddThresholdAreas(HtmlWriter page)
    {
        if (_chart.ThresholdStyle != ThresholdStyle.Area)
        {
            return;
        }

        var steps = _chart.Thresholds.OrderBy(t => t.From).ToList();
        for (var i = 0; i < steps.Count; i++)
        {
            var bottom = Math.Clamp(_left.Fraction(steps[i].From), 0, 1);
            var top = i + 1 < steps.Count ? Math.Clamp(_left.Fraction(steps[i + 1].From), 0, 1) : 1;
            if (top > bottom)
            {
                page.Add($"<rect class=\"limit-area {steps[i].Color.CssClass}\" color=\"{steps[i].Color.Attribute}\" width=\"100%\" y=\"{Svg.Percent(1 - top)}\" height=\"{Svg.Percent(top - bottom)}\"/>");
            }
        }
    }

    private void AddThresholdLines(HtmlWriter page)
    {
        if (_chart.ThresholdStyle == ThresholdStyle.None)
        {
            return;
        }

        var dashed = _chart.ThresholdStyle == ThresholdStyle.Dashed ? " dashed" : "";
        foreach (var step in _chart.Thresholds)
        {
            if (double.IsFinite(step.From) && _left.Fraction(step.From) is >= 0 and <= 1 and var at)
            {
                page.Add($"<line class=\"limit{dashed} {step.Color.CssClass}\" color=\"{step.Color.Attribute}\" x2=\"100%\" y1=\"{Svg.Percent(1 - at)}\" y2=\"{Svg.Percent(1 - at)}\"/>");
            }
        }
    }

    private string Summary()
    {
        var parts = _series.Take(SummarisedSeries).Select(s =>
        {
            var format = s.Format ?? (s.RightAxis ? _chart.Right : _chart.Left).Format;
            return $"{Display.Cut(s.Name, 60)}: last {format.Format(Reducer.Of(s.Values, Reducer.Last))}, highest {format.Format(Reducer.Of(s.Values, Reducer.Max))}";
        });
        var more = _series.Count > SummarisedSeries ? $"; and {_series.Count - SummarisedSeries} more" : "";
        return $"{_chart.Title}. {_series.Count} series from {Dates.OfSeconds(_x.From, "yyyy-MM-dd HH:mm")} to {Dates.OfSeconds(_x.To, "yyyy-MM-dd HH:mm")} UTC. {string.Join("; ", parts)}{more}";
    }
}
