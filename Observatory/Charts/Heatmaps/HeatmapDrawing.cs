using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.Heatmaps;

/// <summary>The drawing of a <see cref="Heatmap"/>.</summary>
internal sealed class HeatmapDrawing
{
    /// <summary>The number of shades that the style sheet knows.</summary>
    public const int Shades = 16;

    private const int MostLabels = 16;

    private readonly Heatmap _map;
    private readonly HeatmapCells _cells;
    private readonly TimeScale _x;
    private readonly double _width;
    private readonly double _min;
    private readonly double _max;

    public HeatmapDrawing(Heatmap map)
    {
        (_map, _cells) = (map, HeatmapCells.Of(map));
        _width = Math.Max(0, _cells.Times.Zip(_cells.Times.Skip(1), (a, b) => b - a).Where(double.IsFinite).Order().ElementAtOrDefault((_cells.Times.Length - 1) / 2));
        _width = _width > 0 ? _width : 60;
        _x = new(map.From ?? (_cells.Times[0] - _width), map.To ?? _cells.Times[^1]);
        var shown = _cells.Values.SelectMany(v => v).Where(v => !Hidden(v)).DefaultIfEmpty(0).ToList();
        _min = map.Min ?? Math.Min(0, shown.Min());
        _max = map.Max ?? shown.Max();
        _max = _max > _min ? _max : _min + 1;
    }

    /// <summary>Adds the drawing.</summary>
    public void AddTo(HtmlWriter page)
    {
        page.Add($"<div class=\"chart-frame\">");
        AddNames(page);
        page.Add($"<div class=\"plot\" tabindex=\"0\" role=\"group\" aria-label=\"{_map.Title}\" data-times=\"{HoverData.Times(_cells.Times)}\" data-range=\"{HoverData.Range(_x)}\" data-cells=\"{_cells.Rows.Count}\" data-scales=\"{_map.CellFormat.ScalesForScript}\" data-decimals=\"{_map.CellFormat.Decimals}\">");
        page.Add($"<svg class=\"plot-svg heat {SchemeClass(_map.Scheme)}\" role=\"img\" aria-label=\"{Summary()}\"><svg viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">");
        foreach (var ((css, color), cells) in Shapes())
        {
            page.Add($"<path class=\"cell {css}\" color=\"{color}\" d=\"{cells}\"/>");
        }

        page.Add($"</svg>");
        for (var row = 0; row < _cells.Rows.Count; row++)
        {
            page.Add($"<g class=\"cells\" data-name=\"{Name(_cells.Rows[row])}\" data-values=\"{HoverData.Values(_cells.Values[row])}\"/>");
        }

        page.Add($"</svg></div>");
        AxisLabels.AddTimes(page, _x);
        page.Add($"</div>");
        AddScale(page);
    }

    /// <summary>The class of a scheme.</summary>
    internal static string SchemeClass(string scheme) => scheme.ToLowerInvariant() switch
    {
        "blues" or "bugn" or "gnbu" or "pubu" or "ylgnbu" => "heat-blues",
        "greens" or "ylgn" => "heat-greens",
        "reds" or "orrd" or "ylorrd" => "heat-reds",
        "purples" or "rdpu" or "bupu" or "purd" => "heat-purples",
        "greys" or "grays" => "heat-greys",
        "rdylgn" => "heat-rdylgn",
        "spectral" or "turbo" or "viridis" or "magma" or "inferno" or "plasma" or "rainbow" => "heat-spectral",
        _ => "heat-oranges",
    };

    private bool Hidden(double value) => double.IsNaN(value) || (_map.HideUpTo is { } limit && value <= limit);

    /// <summary>Which shade a value has: 1 the palest.</summary>
    private int Shade(double value)
    {
        var exponent = _map.Exponent is > 0.05 and < 20 ? _map.Exponent : 1;
        var share = Math.Pow(Math.Clamp((value - _min) / (_max - _min), 0, 1), exponent);
        var shade = Math.Clamp((int)Math.Ceiling(share * Shades), 1, Shades);
        return _map.Reverse ? Shades + 1 - shade : shade;
    }

    private void AddNames(HtmlWriter page)
    {
        var names = _cells.Rows.Select(Name).ToList();
        var stride = (int)Math.Ceiling(names.Count / (double)MostLabels);
        page.Add($"<div class=\"axis-y\"><span class=\"sizer\" aria-hidden=\"true\">{Display.Cut(names.MaxBy(n => n.Length) ?? "", 24)}</span><svg>");
        for (var row = 0; row < names.Count; row += stride)
        {
            var link = _cells.Rows[row].Links.FirstOrDefault(l => l.IsSafe);
            Links.Open(page, link);
            page.Add($"<text x=\"100%\" y=\"{Svg.Percent(1 - ((row + 0.5) / names.Count))}\" dy=\".32em\">{Display.Cut(names[row], 24)}<title>{names[row]}</title></text>");
            Links.Close(page, link);
        }

        page.Add($"</svg></div>");
    }

    private string Name(HeatmapRow row) => row.UpperBound is { } bound ? double.IsPositiveInfinity(bound) ? "+Inf" : _map.RowFormat.FormatTick(bound, Math.Abs(bound) / 10) : row.Name;

    /// <summary>The outlines of the cells by their shade: a shape for each cell would make a page of many thousand.</summary>
    private SortedDictionary<(string Css, string Color), StringBuilder> Shapes()
    {
        SortedDictionary<(string, string), StringBuilder> shapes = [];
        var height = Svg.Side / _cells.Rows.Count;
        for (var row = 0; row < _cells.Rows.Count; row++)
        {
            var top = Svg.Side - ((row + 1) * height);
            for (var i = 0; i < _cells.Times.Length; i++)
            {
                var value = _cells.Values[row][i];
                var (left, right) = (Edge(Before(i)), Edge(_cells.Times[i]));
                if (Hidden(value) || right <= left)
                {
                    continue;
                }

                var color = _map.Thresholds.Count > 0 ? Threshold.ColorOf(_map.Thresholds, value) ?? ChartColor.Gray : (ChartColor?)null;
                var key = (color?.CssClass ?? $"h{Shade(value)}", color?.Attribute ?? "inherit");
                if (!shapes.TryGetValue(key, out var shape))
                {
                    shapes[key] = shape = new();
                }

                // Between narrow cells a gap would be more than the cells.
                var gap = right - left > 14 ? 1.5 : 0;
                shape.Append('M').AppendNumber(left).Append(' ').AppendNumber(top).Append('h').AppendNumber(right - left - gap)
                    .Append('v').AppendNumber(height * 0.96).Append('H').AppendNumber(left).Append('z');
            }
        }

        return shapes;
    }

    /// <summary>Where the cell of a time begins: at the time before, unless times are missing there.</summary>
    private double Before(int time) =>
        time > 0 && _cells.Times[time] - _cells.Times[time - 1] < _width * 1.5 ? _cells.Times[time - 1] : _cells.Times[time] - _width;

    private double Edge(double time) => Math.Clamp(_x.Fraction(time), 0, 1) * Svg.Side;

    private void AddScale(HtmlWriter page)
    {
        if (_map.Thresholds.Count > 0)
        {
            return;
        }

        page.Add($"<div class=\"heat-scale\"><span>{_map.CellFormat.Format(_min)}</span><svg class=\"heat {SchemeClass(_map.Scheme)}\" viewBox=\"0 0 {Shades} 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
        for (var i = 0; i < Shades; i++)
        {
            page.Add($"<rect class=\"h{(_map.Reverse ? Shades - i : i + 1)}\" x=\"{i}\" width=\"1.02\" height=\"1\"/>");
        }

        page.Add($"</svg><span>{_map.CellFormat.Format(_max)}</span></div>");
    }

    private string Summary()
    {
        var text = new StringBuilder();
        text.Append(_map.Title).Append(". ").Append(_cells.Rows.Count).Append(" rows over ").Append(_cells.Times.Length).Append(" times, from ")
            .Append(_map.CellFormat.Format(_min)).Append(" to ").Append(_map.CellFormat.Format(_max)).Append('.');
        // Read from the top, as it is seen.
        foreach (var row in Enumerable.Range(0, _cells.Rows.Count).Reverse().Take(6))
        {
            var present = _cells.Values[row].Where(v => !double.IsNaN(v)).ToArray();
            text.Append(' ').Append(Display.Cut(Name(_cells.Rows[row]), 60)).Append(": last ").Append(_map.CellFormat.Format(Reducer.Of(present, Reducer.Last))).Append(';');
        }

        return text.ToString();
    }
}
