using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tta.Dashboards.Tests.Reading;

namespace Tta.Dashboards.Tests.Schema;

/// <summary>A board as a TypeScript file that compiles if, and only if, Grafana's published types allow what is in it.</summary>
internal static class TypeScriptBoard
{
    private const string CustomPrefix = "custom.";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(BoardFile board)
    {
        var source = new StringBuilder("import type { ClassicBoard, TabbedBoard, Options, Custom, Field } from './shapes.js';\n");
        var number = 0;
        Assign("the board", board.IsTabbed ? "TabbedBoard" : "ClassicBoard", board.Json);
        foreach (var panel in board.Panels)
        {
            var about = $"panel {panel.Id} '{panel.Title}'";
            Assign($"{about}, options", $"Options<'{panel.Type}'>", panel.Options);
            Assign($"{about}, custom", $"Custom<'{panel.Type}'>", panel.Defaults["custom"] ?? new JsonObject());
            foreach (var properties in panel.FieldConfig["overrides"]!.AsArray().Select(one => one!["properties"]!.AsArray()))
            {
                Assign($"{about}, override", "Field", Properties(properties, isCustom: false));
                Assign($"{about}, override", $"Custom<'{panel.Type}'>", Properties(properties, isCustom: true));
            }
        }

        return source.ToString();

        // TypeScript objects to members that it does not know only where an object is written down, so each has a place of its own.
        void Assign(string what, string type, JsonNode value) =>
            source.Append($"// {what}\nexport const part{number++}: {type} = {value.ToJsonString(Indented)};\n");
    }

    private static JsonObject Properties(JsonArray properties, bool isCustom)
    {
        var json = new JsonObject();
        foreach (var property in properties.Where(one => one!.Text("id").StartsWith(CustomPrefix, StringComparison.Ordinal) == isCustom))
        {
            json[property!.Text("id")[(isCustom ? CustomPrefix.Length : 0)..]] = property!["value"]?.DeepClone();
        }

        return json;
    }
}
