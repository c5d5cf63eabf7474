using System.Text.Json.Nodes;
using Tta.Dashboards.Model;

namespace Tta.Dashboards.Output;

/// <summary>Variables in both schemas.</summary>
internal static class VariableJson
{
    private const string Metrics = "${datasource}";

    // Nobody has to choose where traces and logs come from; the address of the board still can.
    private static bool Hidden(Variable variable) => variable is SourceVariable { Type: not "prometheus" };

    public static JsonObject Classic(Variable variable)
    {
        var json = new JsonObject
        {
            ["name"] = variable.Name,
            ["label"] = variable.Label,
            ["description"] = variable.Description,
            ["hide"] = Hidden(variable) ? 2 : 0,
            ["skipUrlSync"] = false,
        };
        foreach (var (name, value) in variable switch
        {
            SourceVariable source => new JsonObject
            {
                ["type"] = "datasource",
                ["query"] = source.Type,
                ["current"] = Current(source),
                ["options"] = new JsonArray(),
                ["includeAll"] = false,
                ["multi"] = false,
                ["refresh"] = 1,
                ["regex"] = "",
            },
            LabelVariable label => new JsonObject
            {
                ["type"] = "query",
                ["datasource"] = new JsonObject { ["type"] = "prometheus", ["uid"] = Metrics },
                ["query"] = LabelQuery(label, "qryType"),
                ["current"] = All(),
                ["options"] = new JsonArray(),
                ["includeAll"] = true,
                ["allValue"] = LabelVariable.AllValue,
                ["multi"] = true,
                ["refresh"] = 2,
                ["regex"] = "",
                ["sort"] = 1,
            },
            TextVariable text => new JsonObject { ["type"] = "textbox", ["query"] = text.Value, ["current"] = Current(text.Value), ["options"] = new JsonArray(Selected(text.Value)) },
            _ => throw Unknown(variable),
        })
        {
            json[name] = value?.DeepClone();
        }

        return json;
    }

    public static JsonObject Tabbed(Variable variable)
    {
        var spec = new JsonObject
        {
            ["name"] = variable.Name,
            ["label"] = variable.Label,
            ["description"] = variable.Description,
            ["hide"] = Hidden(variable) ? "hideVariable" : "dontHide",
            ["skipUrlSync"] = false,
        };
        var (kind, more) = variable switch
        {
            SourceVariable source => ("DatasourceVariable", new JsonObject
            {
                ["pluginId"] = source.Type,
                ["current"] = Current(source),
                ["options"] = new JsonArray(),
                ["includeAll"] = false,
                ["multi"] = false,
                ["refresh"] = "onDashboardLoad",
                ["regex"] = "",
                ["allowCustomValue"] = true,
            }),
            LabelVariable label => ("QueryVariable", new JsonObject
            {
                ["query"] = TabbedFile.DataQuery("prometheus", Metrics, LabelQuery(label, "qryType")),
                ["definition"] = label.Query,
                ["current"] = All(),
                ["options"] = new JsonArray(),
                ["includeAll"] = true,
                ["allValue"] = LabelVariable.AllValue,
                ["multi"] = true,
                ["refresh"] = "onTimeRangeChanged",
                ["regex"] = "",
                ["sort"] = "alphabeticalAsc",
                ["allowCustomValue"] = true,
            }),
            TextVariable text => ("TextVariable", new JsonObject { ["query"] = text.Value, ["current"] = Current(text.Value) }),
            _ => throw Unknown(variable),
        };
        foreach (var (name, value) in more)
        {
            spec[name] = value?.DeepClone();
        }

        return new JsonObject { ["kind"] = kind, ["spec"] = spec };
    }

    // 1 is the query editor's "label values".
    private static JsonObject LabelQuery(LabelVariable label, string kind) =>
        new() { [kind] = 1, ["query"] = label.Query, ["refId"] = $"Variable-{label.Name}" };

    private static JsonObject All() => new() { ["text"] = new JsonArray("All"), ["value"] = new JsonArray("$__all") };

    // The uids that grafana/provisioning gives the data sources are the plugins' names.
    private static JsonObject Current(SourceVariable source) =>
        new() { ["text"] = char.ToUpperInvariant(source.Type[0]) + source.Type[1..], ["value"] = source.Type };

    private static JsonObject Current(string value) => new() { ["text"] = value, ["value"] = value };

    private static JsonObject Selected(string value) => new() { ["selected"] = true, ["text"] = value, ["value"] = value };

    private static ArgumentOutOfRangeException Unknown(Variable variable) =>
        new(nameof(variable), variable, "This kind of variable has no JSON yet.");
}
