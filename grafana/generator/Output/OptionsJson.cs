using System.Text.Json.Nodes;
using Tta.Dashboards.Model;

namespace Tta.Dashboards.Output;

/// <summary>Options of each type of panel.</summary>
internal static class OptionsJson
{
    public static JsonObject Of(Panel panel) => panel.Type switch
    {
        "timeseries" => new JsonObject
        {
            ["legend"] = new JsonObject { ["showLegend"] = true, ["displayMode"] = "list", ["placement"] = "bottom", ["calcs"] = new JsonArray() },
            ["tooltip"] = new JsonObject { ["mode"] = "multi", ["sort"] = "desc" },
        },
        "stat" => new JsonObject
        {
            ["reduceOptions"] = LastValue(),
            ["colorMode"] = "value",
            ["graphMode"] = panel.Queries is [PrometheusQuery { Instant: false }] ? "area" : "none",
            ["justifyMode"] = "auto",
            ["orientation"] = "auto",
            ["textMode"] = panel.Queries.Count > 1 || panel.Unit == Unit.State ? "value_and_name" : "auto",
            ["wideLayout"] = true,
        },
        "gauge" => new JsonObject
        {
            ["reduceOptions"] = LastValue(),
            ["orientation"] = "auto",
            ["showThresholdLabels"] = false,
            ["showThresholdMarkers"] = true,
            ["sizing"] = "auto",
        },
        "bargauge" => new JsonObject
        {
            ["reduceOptions"] = LastValue(),
            ["displayMode"] = "basic",
            ["orientation"] = "horizontal",
            ["valueMode"] = "color",
            ["namePlacement"] = "auto",
            ["showUnfilled"] = true,
            ["sizing"] = "auto",
        },
        "piechart" => new JsonObject
        {
            ["reduceOptions"] = LastValue(),
            ["pieType"] = "donut",
            ["displayLabels"] = new JsonArray("percent"),
            ["legend"] = new JsonObject { ["showLegend"] = true, ["displayMode"] = "table", ["placement"] = "right", ["calcs"] = new JsonArray(), ["values"] = new JsonArray("value") },
            ["tooltip"] = new JsonObject { ["mode"] = "single", ["sort"] = "none" },
        },
        "heatmap" => new JsonObject
        {
            ["calculate"] = false,
            ["cellGap"] = 1,
            ["cellValues"] = new JsonObject { ["unit"] = HasBuckets(panel) ? Unit.Count : panel.Unit },
            ["color"] = new JsonObject { ["mode"] = "scheme", ["fill"] = "dark-orange", ["scheme"] = "Oranges", ["steps"] = 64, ["exponent"] = 0.5, ["reverse"] = false },
            ["filterValues"] = new JsonObject { ["le"] = 1e-9 },
            ["legend"] = new JsonObject { ["show"] = true },
            ["rowsFrame"] = new JsonObject { ["layout"] = "auto" },
            ["tooltip"] = new JsonObject { ["mode"] = "single", ["yHistogram"] = false, ["showColorScale"] = true },
            ["yAxis"] = HasBuckets(panel)
                ? new JsonObject { ["axisPlacement"] = "left", ["reverse"] = false, ["unit"] = panel.Unit }
                : new JsonObject { ["axisPlacement"] = "left", ["reverse"] = false },
        },
        "table" => new JsonObject { ["showHeader"] = true, ["cellHeight"] = "sm" },
        "nodeGraph" => new JsonObject
        {
            ["nodes"] = new JsonObject { ["mainStatUnit"] = panel.Unit },
            ["edges"] = new JsonObject { ["mainStatUnit"] = panel.Unit },
            ["layoutAlgorithm"] = "layered",
            ["zoomMode"] = "cooperative",
        },
        "logs" => new JsonObject
        {
            ["showTime"] = true,
            ["sortOrder"] = "Descending",
            ["wrapLogMessage"] = true,
            ["enableLogDetails"] = true,
            ["dedupStrategy"] = "none",
        },
        _ => [],
    };

    private static bool HasBuckets(Panel panel) => panel.Queries is [PrometheusQuery { Format: "heatmap" }];

    private static JsonObject LastValue() =>
        new() { ["calcs"] = new JsonArray("lastNotNull"), ["fields"] = "", ["values"] = false };
}
