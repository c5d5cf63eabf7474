using System.Globalization;

namespace Observatory.Web;

/// <summary>Numbers as people read them.</summary>
internal static class Display
{
    /// <summary>A duration with the unit that suits it.</summary>
    public static string Duration(ulong nanos) => nanos switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{nanos} ns"),
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e3:0.#} µs"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e6:0.##} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanos / 1e9:0.###} s"),
    };

    /// <summary>A time of day with its date, in UTC.</summary>
    public static string Time(ulong nanos) =>
        nanos / 1_000_000 <= (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(nanos / 1_000_000)).ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : "far in the future";
}
