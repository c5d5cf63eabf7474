using Observatory.Charts;
using Observatory.Dashboards.Sources;

namespace Observatory.Dashboards.Panels;

/// <summary>Makes the charts that show one number for each field.</summary>
internal static class ValuePanels
{
    private const int PixelsOfColumn = 75;
    private const int PixelsOfRow = 38;

    /// <summary>Makes large numbers.</summary>
    public static IChart Stat(PanelData data)
    {
        var options = data.Panel.Options;
        var withTrend = options["graphMode"].Text is "area" or "line";
        var values = DisplayValues.Of(data, "thresholds", withTrend);
        var mode = options["textMode"].Or("auto");
        return new StatTile
        {
            Title = data.Panel.Title,
            Values = mode == "name" ? [.. values.Select(v => v with { Text = v.Name })] : values,
            ColorMode = options["colorMode"].Text switch { "background" or "background_solid" => StatColorMode.Background, "none" => StatColorMode.None, _ => StatColorMode.Value },
            ShowNames = mode switch { "value_and_name" => true, "value" or "name" => false, _ => null },
            ShowTrend = withTrend,
            NoValue = NoValue(data),
        };
    }

    /// <summary>Makes dials.</summary>
    public static IChart Gauge(PanelData data)
    {
        var values = DisplayValues.Of(data, "thresholds");
        // A dial without an end goes to 100, as Grafana's does.
        return new GaugeDial { Title = data.Panel.Title, Values = [.. values.Select(v => v with { Min = v.Min ?? 0, Max = v.Max ?? 100 })], NoValue = NoValue(data) };
    }

    /// <summary>Makes bars.</summary>
    public static IChart BarGauge(PanelData data)
    {
        var options = data.Panel.Options;
        var place = data.Panel.Place;
        return new BarGauge
        {
            Title = data.Panel.Title,
            Values = DisplayValues.Of(data, "thresholds"),
            Vertical = options["orientation"].Text switch { "horizontal" => false, "vertical" => true, _ => place.Width * PixelsOfColumn > place.Height * PixelsOfRow },
            ShowUnfilled = !options["showUnfilled"].IsFalse,
            NoValue = NoValue(data),
        };
    }

    /// <summary>Makes a pie.</summary>
    public static IChart Pie(PanelData data)
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

    /// <summary>What a panel says that has nothing to show.</summary>
    public static string NoValue(PanelData data) => data.Panel.Defaults.NoValue is { Length: > 0 } text ? text : "No data";
}
