using System.Text.Json.Nodes;
using Tta.Dashboards.Model;

namespace Tta.Dashboards.Output;

/// <summary>How values look: unit, thresholds, words, links.</summary>
internal static class FieldConfigJson
{
    public static JsonObject Of(Panel panel)
    {
        var defaults = new JsonObject
        {
            ["unit"] = panel.Unit,
            ["noValue"] = panel.NoValue,
            ["color"] = new JsonObject { ["mode"] = panel.Type is "stat" or "gauge" or "bargauge" ? "thresholds" : "palette-classic" },
            ["thresholds"] = Thresholds(panel.Limits),
            ["mappings"] = Mappings(panel.Words),
            ["links"] = LinkJson.OfData(panel.Links),
        };
        Add(defaults, "decimals", panel.Decimals);
        Add(defaults, "min", panel.Min);
        Add(defaults, "max", panel.Max);
        if (panel.Type == "timeseries")
        {
            defaults["custom"] = Lines(panel);
        }

        return new JsonObject { ["defaults"] = defaults, ["overrides"] = new JsonArray([.. Overrides(panel)]) };
    }

    private static IEnumerable<JsonNode> Overrides(Panel panel)
    {
        if (panel.RightAxis is var (series, unit))
        {
            yield return Override(series, ("custom.axisPlacement", "right"), ("unit", unit));
        }

        foreach (var (name, color) in panel.SeriesColors)
        {
            yield return Override(name, ("color", new JsonObject { ["mode"] = "fixed", ["fixedColor"] = color }));
        }

        foreach (var column in panel.Columns)
        {
            var properties = new List<(string, JsonNode?)>();
            if (column.Unit is not null)
            {
                properties.Add(("unit", column.Unit));
            }

            if (column.Limits is not null)
            {
                properties.Add(("thresholds", Thresholds(column.Limits)));
                properties.Add(("color", new JsonObject { ["mode"] = "thresholds" }));
                properties.Add(("custom.cellOptions", new JsonObject { ["type"] = "color-text" }));
            }

            if (column.Words is not null)
            {
                properties.Add(("mappings", Mappings(column.Words)));
            }

            if (column.Links.Count > 0)
            {
                properties.Add(("links", LinkJson.OfData(column.Links)));
            }

            if (properties.Count > 0)
            {
                yield return Override(column.Title, [.. properties]);
            }
        }
    }

    private static JsonObject Override(string field, params ReadOnlySpan<(string Id, JsonNode? Value)> properties)
    {
        var values = new JsonArray();
        foreach (var (id, value) in properties)
        {
            values.Add(new JsonObject { ["id"] = id, ["value"] = value });
        }

        return new JsonObject { ["matcher"] = new JsonObject { ["id"] = "byName", ["options"] = field }, ["properties"] = values };
    }

    private static JsonObject Lines(Panel panel) => new()
    {
        ["drawStyle"] = "line",
        ["lineInterpolation"] = "linear",
        ["lineWidth"] = 1,
        ["fillOpacity"] = panel.Stacked ? 40 : 10,
        ["showPoints"] = "never",
        ["spanNulls"] = false,
        ["stacking"] = new JsonObject { ["mode"] = panel.Stacked ? "normal" : "none", ["group"] = "A" },
        ["thresholdsStyle"] = new JsonObject { ["mode"] = panel.Limits.Count > 1 ? "dashed" : "off" },
    };

    private static JsonObject Thresholds(IEnumerable<Limit> limits) => new()
    {
        ["mode"] = "absolute",
        ["steps"] = new JsonArray([.. limits.Select(limit => new JsonObject { ["value"] = limit.From, ["color"] = limit.Color })]),
    };

    private static JsonArray Mappings((string Zero, string One)? words) => words is not var (zero, one)
        ? []
        : new JsonArray(new JsonObject
        {
            ["type"] = "value",
            ["options"] = new JsonObject
            {
                ["0"] = new JsonObject { ["text"] = zero, ["color"] = Limit.Bad, ["index"] = 0 },
                ["1"] = new JsonObject { ["text"] = one, ["color"] = Limit.Good, ["index"] = 1 },
            },
        });

    private static void Add(JsonObject json, string name, double? value)
    {
        if (value is not null)
        {
            json[name] = value;
        }
    }
}
