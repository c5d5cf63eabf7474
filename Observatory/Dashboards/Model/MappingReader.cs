using Observatory.Charts.Formats;

namespace Observatory.Dashboards.Model;

/// <summary>Reads value mappings: a value, a range, a pattern or what is special.</summary>
internal static class MappingReader
{
    private const int MaxMappings = 500;

    /// <summary>Reads them in the order in which they count.</summary>
    public static IReadOnlyList<ValueMapping> Read(Node mappings) => [.. mappings.Items.SelectMany(One).Take(MaxMappings)];

    private static IEnumerable<ValueMapping> One(Node mapping)
    {
        var options = mapping["options"];
        var result = options["result"];
        switch (mapping["type"].Text)
        {
            case "value":
                return options.Properties.Select(p => With(p.Value, new() { Value = p.Name }));
            case "range":
                return [With(result, new() { From = options["from"].Number ?? double.NegativeInfinity, To = options["to"].Number ?? double.PositiveInfinity })];
            case "regex":
                return [With(result, new() { Pattern = options["pattern"].Text })];
            case "special":
                return options["match"].Text switch
                {
                    "true" => [With(result, new() { Value = "true" })],
                    "false" => [With(result, new() { Value = "false" })],
                    "empty" => [With(result, new() { Value = "" })],
                    _ => [With(result, new() { MatchesNaN = true })],
                };
            default:
                return [];
        }
    }

    private static ValueMapping With(Node result, ValueMapping mapping) => mapping with
    {
        Text = result["text"].Text is { Length: > 0 } text ? text : null,
        Color = result["color"].Text is { Length: > 0 } color ? ChartColor.Parse(color) : null,
    };
}
