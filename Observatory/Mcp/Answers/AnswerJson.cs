using System.Text.Json.Serialization;

namespace Observatory.Mcp.Answers;

/// <summary>How answers are written: names in snake case with their units, nothing for what is not known.</summary>
internal static class AnswerJson
{
    /// <summary>The options.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The default escapes stay: the protocol's own writer makes the same, so that what is measured here is what is sent.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes a value.</summary>
    public static string Write(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);

    /// <summary>Nanoseconds as milliseconds, to the microsecond.</summary>
    public static double Ms(double nanos) => Math.Round(nanos / 1e6, 3);

    /// <summary>US dollars to a billionth, without zeros at the end.</summary>
    public static decimal? Usd(decimal? dollars) => dollars is { } amount ? Math.Round(amount, 9) / 1.0000000000000000000000000000m : null;

    /// <summary>A share of one to a ten-thousandth.</summary>
    public static double Share(long part, long all) => all == 0 ? 0 : Math.Round((double)part / all, 4);
}
