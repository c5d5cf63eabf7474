using Observatory.Charts.Formats;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Panels;
using Observatory.Dashboards.Transformations;

namespace Observatory.Dashboards.Reading;

/// <summary>Knows what is drawn, and names what is not.</summary>
internal static class PanelSupport
{
    private static readonly HashSet<string> Matchers = ["byName", "byRegexp", "byNames", "byType", "byFrameRefID"];
    private static readonly string[] ThresholdStyles = ["off", "line", "dashed", "area", "line+area", "dashed+area", "series"];

    private static readonly string[] CellTypes =
        ["auto", "color-text", "color-background", "color-background-solid", "gauge", "basic", "lcd-gauge", "gradient-gauge"];

    // The last two rows are decorations of Grafana's that nothing is told by.
    private static readonly HashSet<string> Custom =
    [
        "drawStyle", "lineInterpolation", "lineWidth", "lineStyle", "fillOpacity", "showPoints", "spanNulls", "stacking", "thresholdsStyle",
        "transform", "hideFrom", "axisPlacement", "axisLabel", "axisSoftMin", "axisSoftMax", "scaleDistribution", "cellOptions", "displayMode",
        "align", "hidden",
        "gradientMode", "pointSize", "barAlignment", "barWidthFactor", "barMaxWidth", "axisColorMode", "axisBorderShow", "axisGridShow",
        "axisWidth", "axisCenteredZero", "insertNulls", "width", "minWidth", "inspect", "filterable", "lineColor", "pointColor", "showValues", "wrapHeaderText",
    ];

    /// <summary>What of a panel can't be drawn.</summary>
    public static IReadOnlyList<string> Unsupported(Panel panel, string? repeat) =>
    [
        .. PanelKinds.Find(panel.Type) is null ? (string[])[$"panel type {panel.Type}"] : [],
        .. repeat is { Length: > 0 } ? (string[])[$"repeat by {repeat}"] : [],
        .. Transformer.NotDone(panel.Transformations),
        .. panel.Overrides.Where(o => !Matchers.Contains(o.Matcher)).Select(o => $"override {o.Matcher}"),
        .. panel.Overrides.SelectMany(o => o.Properties).Where(p => !FieldOptions.Knows(p.Id)).Select(p => $"property {p.Id}").Distinct(),
        .. panel.Overrides.Select(o => o.Properties.Aggregate(FieldOptions.None, (f, p) => f.With(p.Id, p.Value))).Prepend(panel.Defaults)
            .SelectMany(OfFields).Distinct(),
        .. panel.Options["reduceOptions"]["calcs"].Texts.Concat(panel.Options["legend"]["calcs"].Texts)
            .Where(c => !Reducer.Knows(c)).Distinct().Select(c => $"calculation {c}"),
        .. PanelKinds.Find(panel.Type)?.NotDrawn(panel) ?? [],
    ];

    private static IEnumerable<string> OfFields(FieldOptions options)
    {
        string? Unknown(string name, string? value, params string[] known) =>
            value is null or "" || known.Contains(value) ? null : $"{name} {value}";
        string?[] unknown =
        [
            options.ColorMode.Length == 0 || FieldLook.KnowsColors(options.ColorMode) ? null : $"colour mode {options.ColorMode}",
            Unknown("draw style", options.CustomAt("drawStyle").Text, "line", "bars", "points"),
            Unknown("scale", options.CustomAt("scaleDistribution", "type").Text, "linear", "log"),
            Unknown("stacking", options.CustomAt("stacking", "mode").Text, "none", "normal", "percent"),
            Unknown("threshold style", options.CustomAt("thresholdsStyle", "mode").Text, ThresholdStyles),
            Unknown("cell type", options.CustomAt("cellOptions", "type").Text, CellTypes),
            .. options.Custom.Keys.Select(k => k.Split('.')[0]).Where(k => !Custom.Contains(k)).Select(k => $"property custom.{k}"),
        ];
        return unknown.OfType<string>();
    }
}
