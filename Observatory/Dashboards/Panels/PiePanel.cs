using Observatory.Charts;
using Observatory.Charts.Values;

namespace Observatory.Dashboards.Panels;

/// <summary>A pie.</summary>
internal sealed class PiePanel() : ChartPanel("piechart")
{
    /// <inheritdoc/>
    protected override IChart Make(PanelData data)
    {
        var options = data.Panel.Options;
        var shown = options["legend"]["values"].Texts;
        return new PieChart
        {
            Title = data.Panel.Title,
            Values = DisplayValues.Of(data, "palette-classic"),
            Donut = options["pieType"].Text == "donut",
            ShowPercent = options["displayLabels"].Texts.Contains("percent"),
            Legend = TimeSeriesPanel.Legend(options["legend"]),
            LegendValue = shown.Contains("value"),
            LegendPercent = shown.Contains("percent"),
            NoValue = NoValue(data),
        };
    }
}
