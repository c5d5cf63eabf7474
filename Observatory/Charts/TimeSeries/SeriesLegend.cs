using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Html;

namespace Observatory.Charts.TimeSeries;

/// <summary>The names of series with their colours and numbers. It always says the last value: who cannot see the lines reads it there.</summary>
internal sealed class SeriesLegend(ChartLegend legend, IReadOnlyList<ChartSeries> series, Func<ChartSeries, ValueFormat> format)
{
    /// <summary>Where all series lead alike: said once, not behind each name.</summary>
    private readonly List<ChartLink> _shared = series.Count > 1 ? [.. series[0].Links.Where(l => series.All(s => s.Links.Contains(l)))] : [];

    /// <summary>Adds the legend.</summary>
    public void AddTo(HtmlWriter page)
    {
        if (legend.Mode == LegendMode.Table && legend.Calcs.Count > 0)
        {
            AddTable(page);
            return;
        }

        page.Add($"<ul class=\"chart-legend{(legend.Mode == LegendMode.Hidden ? " chart-hidden" : "")}{(legend.Mode == LegendMode.Table ? " column" : "")}\">");
        for (var i = 0; i < series.Count; i++)
        {
            page.Add($"<li data-series=\"{i}\">");
            AddName(page, series[i], focusable: legend.Mode != LegendMode.Hidden);
            if (legend.Calcs.Count == 0)
            {
                page.Add($"<span class=\"chart-hidden\"> last {Number(series[i], Reducer.Last)}</span>");
            }

            foreach (var calc in legend.Calcs)
            {
                page.Add($" <small>{Name(calc)}: {Number(series[i], calc)}</small>");
            }

            page.Add($"</li>");
        }

        if (_shared.Count > 0)
        {
            page.Add($"<li>");
            Links.AddNamed(page, _shared);
            page.Add($"</li>");
        }

        page.Add($"</ul>");
    }

    private void AddTable(HtmlWriter page)
    {
        page.Add($"<div class=\"chart-legend\" tabindex=\"0\"><table><thead><tr><th>Name</th>");
        foreach (var calc in legend.Calcs)
        {
            page.Add($"<th class=\"n\">{Name(calc)}</th>");
        }

        page.Add($"</tr></thead><tbody>");
        for (var i = 0; i < series.Count; i++)
        {
            page.Add($"<tr data-series=\"{i}\"><td>");
            AddName(page, series[i], focusable: true);
            page.Add($"</td>");
            foreach (var calc in legend.Calcs)
            {
                page.Add($"<td class=\"n\">{Number(series[i], calc)}</td>");
            }

            page.Add($"</tr>");
        }

        page.Add($"</tbody></table>");
        Links.AddNamed(page, _shared);
        page.Add($"</div>");
    }

    private void AddName(HtmlWriter page, ChartSeries one, bool focusable)
    {
        var color = one.Color ?? ChartColor.Text;
        var swatch = one.Style is SeriesStyle.Line or SeriesStyle.Step ? "line" : "square";
        if (focusable)
        {
            page.Add($"<button type=\"button\" class=\"series-name\" title=\"{one.Name}\">");
        }

        page.Add($"<svg class=\"swatch {swatch} {color.CssClass}\" color=\"{color.Attribute}\" aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\" rx=\"1.5\"/></svg>{one.Name}");
        if (focusable)
        {
            page.Add($"</button>");
        }

        Links.AddArrows(page, [.. one.Links.Except(_shared)], one.Name);
    }

    private string Number(ChartSeries one, string calc) => format(one).Format(Reducer.Of(one.Values, calc));

    // The star of "Last *" tells columns of a table apart; here there is one of them.
    private static string Name(string calc) => Reducer.NameOf(calc).TrimEnd(' ', '*');
}
