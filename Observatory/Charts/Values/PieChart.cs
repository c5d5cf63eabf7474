using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Charts.TimeSeries;
using Observatory.Html;

namespace Observatory.Charts.Values;

/// <summary>Values as shares of their sum. What is not above zero has no share.</summary>
internal sealed record PieChart : IChart
{
    /// <summary>The most slices that are drawn; what is beyond them is one slice.</summary>
    public const int MostValues = 40;

    /// <summary>What it shows, for those who cannot see it.</summary>
    public string Title { get; init; } = "";

    /// <summary>The values.</summary>
    public IReadOnlyList<ChartValue> Values { get; init; } = [];

    /// <summary>Whether its middle is open.</summary>
    public bool Donut { get; init; }

    /// <summary>Whether the slices have their share written on them.</summary>
    public bool ShowPercent { get; init; } = true;

    /// <summary>Where the legend stands, and whether.</summary>
    public ChartLegend Legend { get; init; } = new() { Mode = LegendMode.Table, Right = true };

    /// <summary>Whether the legend says each value.</summary>
    public bool LegendValue { get; init; } = true;

    /// <summary>Whether the legend says each share.</summary>
    public bool LegendPercent { get; init; }

    /// <summary>Said when there is no value.</summary>
    public string NoValue { get; init; } = "No data";

    /// <inheritdoc/>
    public void AddTo(HtmlWriter page)
    {
        page.Add($"<figure class=\"chart pie{(Legend.Right ? " legend-right" : "")}\">");
        var slices = Slices();
        var sum = slices.Sum(s => Size(s));
        if (sum <= 0)
        {
            page.Add($"<p class=\"chart-empty\">{NoValue}</p></figure>");
            return;
        }

        var summary = string.Join("; ", slices.Take(6).Select(s => $"{Display.Cut(s.Name, 60)}: {s.Shown}, {Share(s, sum)}"));
        page.Add($"<div class=\"chart-body\"><svg class=\"pie-svg\" viewBox=\"0 0 200 200\" role=\"{(slices.Exists(s => s.Link is not null) ? "group" : "img")}\" aria-label=\"{Title}. {summary}\">");
        AddSlices(page, slices, sum);
        page.Add($"</svg>");
        AddLegend(page, slices, sum);
        page.Add($"</div></figure>");
    }

    private List<ChartValue> Slices()
    {
        var all = Values.Where(v => Size(v) > 0).OrderByDescending(Size).Select((v, i) => v with { Color = v.Shade ?? ChartColor.Palette(i) }).ToList();
        if (all.Count <= MostValues)
        {
            return all;
        }

        var rest = all.Skip(MostValues - 1).ToList();
        return [.. all.Take(MostValues - 1), new($"{rest.Count} others", rest.Sum(Size)) { Format = rest[0].Format, Color = ChartColor.Gray }];
    }

    // Large enough for anything that is counted, small enough to be added up.
    private static double Size(ChartValue value) => double.IsFinite(value.Value) ? Math.Clamp(value.Value, 0, 1e290) : 0;

    private static string Share(ChartValue value, double sum) => ValueFormat.Of("percentunit", 0).Format(Size(value) / sum);

    private void AddSlices(HtmlWriter page, List<ChartValue> slices, double sum)
    {
        var inner = Donut ? 52 : 0;
        var angle = 0.0;
        foreach (var slice in slices)
        {
            var end = angle + (Size(slice) / sum * 360);
            Links.Open(page, slice.Link);
            page.Add($"<path class=\"slice {slice.Color!.Value.CssClass}\" color=\"{slice.Color.Value.Attribute}\" d=\"{Arcs.Ring(100, 100, inner, 92, angle, end)}\"><title>{slice.Name}: {slice.Shown} ({Share(slice, sum)})</title></path>");
            Links.Close(page, slice.Link);
            angle = end;
        }

        angle = 0;
        foreach (var slice in slices.Where(_ => ShowPercent))
        {
            var end = angle + (Size(slice) / sum * 360);
            if (end - angle > 20)
            {
                var (x, y) = slices.Count == 1 && !Donut ? (100, 100) : Arcs.At(100, 100, Donut ? 72 : 62, (angle + end) / 2);
                page.Add($"<text class=\"slice-share\" x=\"{Svg.Number(x)}\" y=\"{Svg.Number(y)}\" dy=\".35em\">{Share(slice, sum)}</text>");
            }

            angle = end;
        }
    }

    private void AddLegend(HtmlWriter page, List<ChartValue> slices, double sum)
    {
        page.Add($"<div class=\"chart-legend{(Legend.Mode == LegendMode.Hidden ? " chart-hidden" : "")}\" tabindex=\"0\"><table><tbody>");
        foreach (var slice in slices)
        {
            var color = slice.Color!.Value;
            page.Add($"<tr><td><svg class=\"swatch square {color.CssClass}\" color=\"{color.Attribute}\" aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\" rx=\"1.5\"/></svg>");
            Links.Open(page, slice.Link);
            page.Add($"<span title=\"{slice.Name}\">{slice.Name}</span>");
            Links.Close(page, slice.Link);
            page.Add($"</td>");
            if (LegendValue)
            {
                page.Add($"<td class=\"n\">{slice.Shown}</td>");
            }

            if (LegendPercent)
            {
                page.Add($"<td class=\"n\">{Share(slice, sum)}</td>");
            }

            page.Add($"</tr>");
        }

        page.Add($"</tbody></table></div>");
    }
}
