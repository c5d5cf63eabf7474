using System.Collections.Frozen;

namespace Observatory.Dashboards.Panels;

/// <summary>The kinds of panels that are drawn.</summary>
internal static class PanelKinds
{
    private static readonly FrozenDictionary<string, PanelKind> All = new PanelKind[]
    {
        new TimeSeriesPanel(), new StatPanel(), new GaugePanel(), new BarGaugePanel(), new PiePanel(), new HeatmapPanel(), new NodeGraphPanel(),
        new TablePanel(), new LogsPanel(), new TracesPanel(), new TextPanel(),
    }.ToFrozenDictionary(k => k.Type, StringComparer.Ordinal);

    /// <summary>The kind of this name; null when it is not drawn here.</summary>
    public static PanelKind? Find(string type) => All.GetValueOrDefault(type);
}
