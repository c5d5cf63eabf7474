using Observatory.Charts;
using Observatory.Charts.Values;

namespace Observatory.Dashboards.Panels;

/// <summary>Large numbers.</summary>
internal sealed class StatPanel() : ChartPanel("stat")
{
    /// <inheritdoc/>
    protected override IChart Make(PanelData data)
    {
        var options = data.Panel.Options;
        var withTrend = options["graphMode"].Text is "area" or "line";
        var values = DisplayValues.Of(data, "thresholds", withTrend);
        var mode = options["textMode"].Or("auto");
        return new StatTile
        {
            Title = data.Panel.Title,
            Values = mode == "name" ? [.. values.Select(v => v with { Text = v.Name })] : values,
            ColorMode = options["colorMode"].Text switch
            {
                "background" or "background_solid" => StatColorMode.Background,
                "none" => StatColorMode.None,
                _ => StatColorMode.Value,
            },
            ShowNames = mode switch { "value_and_name" => true, "value" or "name" => false, _ => null },
            ShowTrend = withTrend,
            NoValue = NoValue(data),
        };
    }
}
