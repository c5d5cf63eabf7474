using System.Text.Json.Nodes;

namespace Tta.Dashboards.Tests.Reading;

/// <summary>A query of a panel as it stands in a file.</summary>
internal sealed record TargetView(string Name, string Source, string Uid, JsonObject Spec)
{
    public string? Expression => Source == "prometheus" ? Spec["expr"]!.GetValue<string>() : null;

    public string Format => Spec["format"]?.GetValue<string>() ?? "";

    public string Legend => Spec["legendFormat"]?.GetValue<string>() ?? "";
}

/// <summary>A panel as it stands in a file of either schema.</summary>
internal sealed record PanelView(string Board, string Section, int Id, string Type, string Title, string Description)
{
    public required (int X, int Y, int Width, int Height) Position { get; init; }

    public required JsonObject FieldConfig { get; init; }

    public required JsonObject Options { get; init; }

    public required IReadOnlyList<TargetView> Targets { get; init; }

    public required IReadOnlyList<string> Transformations { get; init; }

    public JsonObject Defaults => FieldConfig["defaults"]!.AsObject();

    public string Unit => Defaults["unit"]?.GetValue<string>() ?? "";

    public IEnumerable<string> Expressions => Targets.Select(target => target.Expression).OfType<string>();

    /// <summary>The unit in which the values of a query are shown: its column's, its series', or the panel's.</summary>
    public string UnitOf(TargetView target)
    {
        string[] fields = Type == "table"
            ? [Rename($"Value #{target.Name}"), Rename("Value")]
            : [target.Legend];
        var own = FieldConfig["overrides"]!.AsArray()
            .Where(one => fields.Contains(one!["matcher"]!["options"]!.GetValue<string>()))
            .SelectMany(one => one!["properties"]!.AsArray())
            .FirstOrDefault(property => property!["id"]!.GetValue<string>() == "unit");
        return own?["value"]!.GetValue<string>() ?? Unit;
    }

    public override string ToString() => $"{Board} / {Title}";

    public Dictionary<string, string> Renamed { get; init; } = [];

    private string Rename(string field) => Renamed.GetValueOrDefault(field, field);
}
