using Observatory.Charts;
using Observatory.Charts.Values;

namespace Observatory.Dashboards.Panels;

/// <summary>Bars.</summary>
internal sealed class BarGaugePanel() : ChartPanel("bargauge")
{
    private const int PixelsOfColumn = 75;
    private const int PixelsOfRow = 38;

    /// <inheritdoc/>
    protected override IChart Make(PanelData data)
    {
        var (options, place) = (data.Panel.Options, data.Panel.Place);
        return new BarGauge
        {
            Title = data.Panel.Title,
            Values = DisplayValues.Of(data, "thresholds"),
            Vertical = options["orientation"].Text switch
            {
                "horizontal" => false,
                "vertical" => true,
                _ => place.Width * PixelsOfColumn > place.Height * PixelsOfRow,
            },
            ShowUnfilled = !options["showUnfilled"].IsFalse,
            NoValue = NoValue(data),
        };
    }
}
