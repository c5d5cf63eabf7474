using Observatory.Charts;
using Observatory.Charts.Values;

namespace Observatory.Dashboards.Panels;

/// <summary>Dials. One without an end goes to 100, as Grafana's does.</summary>
internal sealed class GaugePanel() : ChartPanel("gauge")
{
    /// <inheritdoc/>
    protected override IChart Make(PanelData data) => new GaugeDial
    {
        Title = data.Panel.Title,
        Values = [.. DisplayValues.Of(data, "thresholds").Select(v => v with { Min = v.Min ?? 0, Max = v.Max ?? 100 })],
        NoValue = NoValue(data),
    };
}
