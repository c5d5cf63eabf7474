namespace Observatory.Html;

/// <summary>Numbers as people read them.</summary>
internal static class Display
{
    /// <summary>A duration with the unit that suits it.</summary>
    public static string Duration(ulong nanos) => nanos switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{nanos} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e3:0.#} µs"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e6:0.##} ms"),
        < 120_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e9:0.###} s"),
        < 7_200_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanos / 60e9:0.##} min"),
        < 172_800_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanos / 3600e9:0.##} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanos / 86_400e9:0.##} days"),
    };

    /// <summary>How often something happens.</summary>
    public static string Rate(double perSecond) => perSecond switch
    {
        0 => "0/s",
        >= 1000 => string.Create(CultureInfo.InvariantCulture, $"{perSecond / 1000:0.#}k/s"),
        >= 10 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0}/s"),
        >= 0.1 => string.Create(CultureInfo.InvariantCulture, $"{perSecond:0.##}/s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{perSecond * 3600:0.#}/h"),
    };

    /// <summary>A share of one.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##} %");

    /// <summary>A time of day with its date, in UTC.</summary>
    public static string Time(ulong nanos) => Format(nanos, "yyyy-MM-dd HH:mm:ss.fff'Z'");

    /// <summary>A time of day without its date, in UTC.</summary>
    public static string TimeOfDay(ulong nanos) => Format(nanos, "HH:mm:ss.fff");

    /// <summary>A time for programs.</summary>
    public static string Iso(ulong nanos) => Format(nanos, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");

    /// <summary>A text cut to a length, with a sign that it was.</summary>
    public static string Cut(string? text, int length)
    {
        if (text is null || text.Length <= length)
        {
            return text ?? "";
        }

        var end = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return text[..end] + "…";
    }

    private static string Format(ulong nanos, string format) =>
        // The last nanosecond that a number holds is in the year 2554.
        DateTimeOffset.FromUnixTimeMilliseconds((long)(nanos / 1_000_000)).ToString(format, CultureInfo.InvariantCulture);
}
