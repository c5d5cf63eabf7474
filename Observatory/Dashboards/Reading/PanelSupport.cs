using Observatory.Dashboards.Model;
using Observatory.Dashboards.Transformations;

namespace Observatory.Dashboards.Reading;

/// <summary>Knows what is drawn, and names what is not.</summary>
internal static class PanelSupport
{
    private static readonly HashSet<string> Matchers = ["byName", "byRegexp", "byNames", "byType", "byFrameRefID"];

    /// <summary>The panel types that are drawn.</summary>
    public static IReadOnlySet<string> Types { get; } = new HashSet<string>
    {
        "timeseries", "graph", "stat", "singlestat", "gauge", "bargauge", "table", "piechart", "heatmap", "nodeGraph", "traces", "logs", "text",
    };

    /// <summary>What of a panel can't be drawn.</summary>
    public static IReadOnlyList<string> Unsupported(Panel panel, string? repeat) =>
    [
        .. Types.Contains(panel.Type) ? (string[])[] : [$"panel type {panel.Type}"],
        .. repeat is { Length: > 0 } ? (string[])[$"repeat by {repeat}"] : [],
        .. panel.Transformations.Where(t => !Transformer.Knows(t.Id)).Select(t => $"transformation {t.Id}"),
        .. panel.Overrides.Where(o => !Matchers.Contains(o.Matcher)).Select(o => $"override {o.Matcher}"),
        .. panel.Overrides.SelectMany(o => o.Properties).Where(p => !FieldOptions.Knows(p.Id)).Select(p => $"property {p.Id}").Distinct(),
        .. OfType(panel),
    ];

    private static IEnumerable<string> OfType(Panel panel) => panel.Type switch
    {
        "heatmap" when panel.Options["calculate"].IsTrue => ["heatmap calculated from series"],
        "text" when panel.Options["mode"].Text == "html" => ["text as HTML"],
        "timeseries" when panel.Defaults.CustomAt("drawStyle").Text is { } style && style is not ("line" or "bars" or "points") => [$"draw style {style}"],
        "timeseries" when panel.Defaults.CustomAt("scaleDistribution", "type").Text is { } scale && scale is not ("linear" or "log") => [$"{scale} scale"],
        _ => [],
    };
}
