using System.Text.Json;
using System.Text.Json.Nodes;
using Observatory.Charts.Formats;
using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Reading;

/// <summary>
/// Says what panels of old files say in today's words, before they are read: <c>graph</c> becomes <c>timeseries</c>, <c>singlestat</c>
/// becomes <c>stat</c> or <c>gauge</c>. What has no word of today is named.
/// </summary>
internal static class OldPanels
{
    // What could not be seen anyway: links between panels of an editor, pixels, decorations.
    private static readonly string[] QuietOverrides =
        ["alias", "$$hashKey", "zindex", "legend", "fillGradient", "pointradius", "dashLength", "spaceLength", "lines"];

    private static readonly string[] LegendCalculations = ["min", "max", "avg", "current", "total"];

    /// <summary>The panel in today's words, and the names of what is lost.</summary>
    public static (Node Panel, IReadOnlyList<string> Lost) Renew(Node panel) => panel["type"].Text switch
    {
        "graph" => Graph(panel),
        "singlestat" => SingleStat(panel),
        "table" when panel["styles"].Items.Any() => (panel, ["column styles of the old table"]),
        "heatmap" when panel["dataFormat"].Exists => (panel, ["options of the old heatmap"]),
        "gauge" or "bargauge" or "stat" when panel["options"]["fieldOptions"].IsObject => FieldOptions(panel),
        _ => (panel, []),
    };

    private static (Node, IReadOnlyList<string>) Graph(Node panel)
    {
        var (left, right) = (panel["yaxes"].Items.ElementAtOrDefault(0), panel["yaxes"].Items.ElementAtOrDefault(1));
        var lost = new List<string>();
        var custom = new JsonObject
        {
            ["drawStyle"] = panel["bars"].IsTrue ? "bars" : panel["lines"].IsFalse && panel["points"].IsTrue ? "points" : "line",
            ["fillOpacity"] = (panel["fill"].Number ?? 1) * 10,
            ["lineWidth"] = panel["linewidth"].Number ?? 1,
            ["lineInterpolation"] = panel["steppedLine"].IsTrue ? "stepAfter" : "linear",
            ["showPoints"] = panel["points"].IsTrue ? "always" : "never",
            ["spanNulls"] = panel["nullPointMode"].Text == "connected",
            ["stacking"] = Stacking(panel["stack"].IsTrue ? panel["percentage"].IsTrue ? "percent" : "normal" : "none"),
        };
        var defaults = Copy(panel["fieldConfig"]["defaults"]);
        foreach (var (name, value) in Axis(left))
        {
            var isCustom = name.StartsWith("custom.", StringComparison.Ordinal);
            (isCustom ? custom : defaults)[isCustom ? name[7..] : name] = value;
        }

        if (panel["decimals"].Number is { } decimals)
        {
            defaults["decimals"] = decimals;
        }

        AddThresholds(panel["thresholds"], defaults, custom);
        defaults["custom"] = custom;
        lost.AddRange(panel["nullPointMode"].Text == "null as zero" ? ["null as zero"] : []);
        lost.AddRange(panel["xaxis"]["mode"].Text is { } mode && mode != "time" ? [$"x axis by {mode}"] : []);
        lost.AddRange(panel["timeRegions"].Items.Any() ? ["time regions"] : []);
        var overrides = new JsonArray(
        [
            .. panel["fieldConfig"]["overrides"].Items.Select(o => Copy(o)),
            .. panel["aliasColors"].Properties.Select(c => Override(c.Name, [("color", Fixed(c.Value.Text))])),
            .. panel["seriesOverrides"].Items.Select(o => Override(o["alias"].Or(""), OfSeries(o, right, lost))),
        ]);
        return (With(panel, "timeseries", defaults, overrides, new() { ["legend"] = Legend(panel["legend"]) }), lost);
    }

    private static IEnumerable<(string Name, JsonNode Value)> Axis(Node axis)
    {
        foreach (var (from, to) in ((string, string)[])[("min", "min"), ("max", "max"), ("decimals", "decimals")])
        {
            if (axis[from].Number is { } number)
            {
                yield return (to, number);
            }
        }

        foreach (var (from, to) in ((string, string)[])[("format", "unit"), ("label", "custom.axisLabel")])
        {
            if (axis[from].Text is { Length: > 0 } text)
            {
                yield return (to, text);
            }
        }

        if (axis["logBase"].Number is > 1 and var logBase)
        {
            yield return ("custom.scaleDistribution", new JsonObject { ["type"] = "log", ["log"] = logBase });
        }
    }

    private static List<(string Id, JsonNode? Value)> OfSeries(Node rule, Node right, List<string> lost)
    {
        var properties = new List<(string, JsonNode?)>();
        foreach (var (name, value) in rule.Properties.Where(p => !QuietOverrides.Contains(p.Name)))
        {
            switch (name)
            {
                case "yaxis":
                    var axis = Axis(right).Select(a => (a.Name, (JsonNode?)a.Value)).Prepend(("custom.axisPlacement", "right"));
                    properties.AddRange(value.Number == 2 ? axis : []);
                    break;
                case "color":
                    properties.Add(("color", Fixed(value.Text)));
                    break;
                case "fill":
                    properties.Add(("custom.fillOpacity", (value.Number ?? 0) * 10));
                    break;
                case "linewidth" or "lineWidth":
                    properties.Add(("custom.lineWidth", value.Number ?? 1));
                    break;
                case "stack":
                    properties.Add(("custom.stacking", Stacking(value.IsFalse ? "none" : "normal")));
                    break;
                case "bars":
                    properties.Add(("custom.drawStyle", value.IsTrue ? "bars" : "line"));
                    break;
                case "points":
                    properties.Add(("custom.showPoints", value.IsTrue ? "always" : "never"));
                    break;
                case "dashes":
                    var dash = new JsonArray(rule["dashLength"].Number ?? 10, rule["spaceLength"].Number ?? 10);
                    properties.Add(("custom.lineStyle", new JsonObject { ["fill"] = value.IsTrue ? "dash" : "solid", ["dash"] = dash }));
                    break;
                case "steppedLine":
                    properties.Add(("custom.lineInterpolation", value.IsTrue ? "stepAfter" : "linear"));
                    break;
                case "nullPointMode":
                    properties.Add(("custom.spanNulls", value.Text == "connected"));
                    break;
                case "transform":
                    properties.Add(("custom.transform", value.Text));
                    break;
                case "hiddenSeries":
                    properties.Add(("custom.hideFrom", new JsonObject { ["viz"] = value.IsTrue }));
                    break;
                default:
                    lost.Add($"series override {name}");
                    break;
            }
        }

        return properties;
    }

    /// <summary>Below each <c>lt</c> and from each <c>gt</c> on there is a colour; between the two there is none.</summary>
    private static void AddThresholds(Node thresholds, JsonObject defaults, JsonObject custom)
    {
        var rules = thresholds.Items.Where(t => t["value"].Number is not null).OrderBy(t => t["value"].Number).ToList();
        if (rules.Count == 0)
        {
            return;
        }

        var (below, above) = (rules.FindAll(t => t["op"].Text == "lt"), rules.FindAll(t => t["op"].Text != "lt"));
        var steps = new JsonArray(Step(null, below.Count > 0 ? ColorOf(below[0]) : "transparent"));
        for (var i = 0; i < below.Count; i++)
        {
            steps.Add(Step(below[i]["value"].Number, i + 1 < below.Count ? ColorOf(below[i + 1]) : "transparent"));
        }

        above.ForEach(t => steps.Add(Step(t["value"].Number, ColorOf(t))));
        defaults["thresholds"] = new JsonObject { ["mode"] = "absolute", ["steps"] = steps };
        var style = rules.Exists(t => t["fill"].IsTrue) ? "area" : rules.Exists(t => t["line"].IsTrue) ? "line" : "off";
        custom["thresholdsStyle"] = new JsonObject { ["mode"] = style };
    }

    private static (Node, IReadOnlyList<string>) SingleStat(Node panel)
    {
        var thresholds = panel["thresholds"].Or("").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var colors = panel["colors"].Texts;
        var isGauge = panel["gauge"]["show"].IsTrue;
        var defaults = new JsonObject
        {
            ["unit"] = panel["format"].Text,
            ["decimals"] = panel["decimals"].Number,
            ["noValue"] = panel["nullText"].Text,
            ["mappings"] = new JsonArray([.. panel["valueMaps"].Items.Select(ValueMap), .. panel["rangeMaps"].Items.Select(RangeMap)]),
        };
        if (isGauge)
        {
            (defaults["min"], defaults["max"]) = (panel["gauge"]["minValue"].Number, panel["gauge"]["maxValue"].Number);
        }

        if (thresholds.Length > 0 && colors.Count > thresholds.Length)
        {
            var steps = thresholds.Select((t, i) => Step(JsonValue.Create(t), colors[i + 1])).Prepend(Step(null, colors[0]));
            defaults["thresholds"] = new JsonObject { ["mode"] = "absolute", ["steps"] = new JsonArray([.. steps]) };
        }

        var calculation = panel["valueName"].Or("avg");
        var options = new JsonObject
        {
            ["reduceOptions"] = new JsonObject { ["calcs"] = new JsonArray(calculation == "name" ? Reducer.Last : calculation) },
            ["textMode"] = calculation == "name" ? "name" : "auto",
            ["colorMode"] = panel["colorBackground"].IsTrue ? "background" : panel["colorValue"].IsTrue ? "value" : "none",
            ["graphMode"] = panel["sparkline"]["show"].IsTrue ? "area" : "none",
        };
        string[] words = ["prefix", "postfix", "tableColumn"];
        var lost = words.Where(w => panel[w].Text is { Length: > 0 }).Select(w => $"{w} {panel[w].Text}");
        return (With(panel, isGauge ? "gauge" : "stat", defaults, [], options), [.. lost]);
    }

    /// <summary>Gauges had options of fields among their own for a while.</summary>
    private static (Node, IReadOnlyList<string>) FieldOptions(Node panel)
    {
        var old = panel["options"]["fieldOptions"];
        var options = Copy(panel["options"]);
        options["reduceOptions"] = new JsonObject { ["calcs"] = Texts(old["calcs"].Texts), ["values"] = old["values"].IsTrue };
        var renewed = With(panel, panel["type"].Text!, Copy(old["defaults"]), [], options);
        return (renewed, old["thresholds"].Items.Any() ? ["thresholds of the old gauge"] : []);
    }

    private static JsonObject Legend(Node legend) => new()
    {
        ["showLegend"] = !legend["show"].IsFalse,
        ["displayMode"] = legend["alignAsTable"].IsTrue ? "table" : "list",
        ["placement"] = legend["rightSide"].IsTrue ? "right" : "bottom",
        ["calcs"] = Texts(LegendCalculations.Where(c => legend["values"].IsTrue && legend[c].IsTrue)),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(t => JsonValue.Create(t))]);

    private static JsonObject Override(string alias, List<(string Id, JsonNode? Value)> properties) => new JsonObject
    {
        ["matcher"] = new JsonObject { ["id"] = alias is ['/', ..] ? "byRegexp" : "byName", ["options"] = alias },
        ["properties"] = new JsonArray([.. properties.Select(p => new JsonObject { ["id"] = p.Id, ["value"] = p.Value })]),
    };

    private static JsonObject Fixed(string? color) => new() { ["mode"] = "fixed", ["fixedColor"] = color };

    private static JsonObject Stacking(string mode) => new() { ["mode"] = mode, ["group"] = "A" };

    private static JsonObject Step(JsonNode? value, string color) => new() { ["value"] = value, ["color"] = color };

    private static string ColorOf(Node threshold) => threshold["colorMode"].Text switch
    {
        "critical" => "red",
        "warning" => "orange",
        "ok" => "green",
        _ => threshold["fillColor"].Or(threshold["lineColor"].Or("red")),
    };

    private static JsonObject ValueMap(Node map) => map["value"].Text == "null"
        ? Mapping("special", new() { ["match"] = "null+nan", ["result"] = Shown(map) })
        : Mapping("value", new() { [map["value"].Or("")] = Shown(map) });

    private static JsonObject RangeMap(Node map) =>
        Mapping("range", new() { ["from"] = map["from"].Number, ["to"] = map["to"].Number, ["result"] = Shown(map) });

    private static JsonObject Mapping(string type, JsonObject options) => new() { ["type"] = type, ["options"] = options };

    private static JsonObject Shown(Node map) => new() { ["text"] = map["text"].Text };

    private static Node With(Node panel, string type, JsonObject defaults, JsonArray overrides, JsonObject options)
    {
        var renewed = Copy(panel);
        renewed["type"] = type;
        renewed["fieldConfig"] = new JsonObject { ["defaults"] = defaults, ["overrides"] = overrides };
        renewed["options"] = options;
        return new(JsonSerializer.SerializeToElement(renewed));
    }

    private static JsonObject Copy(Node node) => node.ToObject();
}
