using Observatory.Dashboards.Variables;

namespace Observatory.Dashboards.Data;

/// <summary>What <c>${__field…}</c>, <c>${__value…}</c>, <c>${__series…}</c> and <c>${__data.fields…}</c> mean at one value.</summary>
internal static class FieldScope
{
    /// <summary>A scope for a field, and for one of its values.</summary>
    public static Scope Of(Scope outer, Frame frame, Field field, int? row = null, double? number = null, string? text = null) => outer.With((name, path) => name switch
    {
        "__field" => path switch
        {
            ".name" => VariableValue.Of(field.Name),
            ".displayName" => VariableValue.Of(field.DisplayName),
            _ when path?.StartsWith(".labels.", StringComparison.Ordinal) == true => VariableValue.Of(field.Labels.GetValueOrDefault(path[8..], "")),
            _ when path?.StartsWith(".labels[\"", StringComparison.Ordinal) == true => VariableValue.Of(field.Labels.GetValueOrDefault(path[9..^2], "")),
            _ => null,
        },
        "__series" => VariableValue.Of(field.DisplayName),
        "__value" => path switch
        {
            ".time" => row is { } at && frame.Time is { } times ? VariableValue.Of(times.Raw(at)) : null,
            ".text" => VariableValue.Of(text ?? Raw(field, row, number)),
            _ => VariableValue.Of(Raw(field, row, number)),
        },
        "__data" => Data(frame, path, row),
        _ => null,
    });

    private static string Raw(Field field, int? row, double? number) =>
        row is { } at ? field.Raw(at) : number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static VariableValue? Data(Frame frame, string? path, int? row)
    {
        if (row is not { } at || path?.StartsWith(".fields", StringComparison.Ordinal) != true)
        {
            return null;
        }

        var rest = path[7..];
        foreach (var suffix in (string[])[".text", ".numeric", ".raw"])
        {
            rest = rest.EndsWith(suffix, StringComparison.Ordinal) ? rest[..^suffix.Length] : rest;
        }

        var name = rest is ['[', '"', .. var quoted, '"', ']'] ? quoted : rest is ['.', .. var dotted] ? dotted : null;
        var field = name is not null ? frame.Find(name)
            : rest is ['[', .. var number, ']'] && int.TryParse(number, CultureInfo.InvariantCulture, out var index) && index >= 0 && index < frame.Fields.Count ? frame.Fields[index] : null;
        return field is null ? null : VariableValue.Of(field.Raw(at));
    }
}
