namespace Observatory.Charts.Formats;

/// <summary>Points in time and long durations as text.</summary>
internal static class Dates
{
    // Beyond this many seconds, years are all that is worth saying.
    private const double Longest = 1e12;

    private static readonly (double Seconds, string Name)[] Parts =
        [(365 * 86400.0, "year"), (7 * 86400, "week"), (86400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];

    /// <summary>A time in UTC from milliseconds since 1970.</summary>
    public static string Write(double milliseconds) => OfSeconds(milliseconds / 1000, "yyyy-MM-dd HH:mm:ss");

    /// <summary>A time in UTC from seconds since 1970; what no calendar has is written as a number.</summary>
    public static string OfSeconds(double seconds, string format) =>
        seconds is > -62_135_596_800 and < 253_402_300_800
            ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)).ToString(format, CultureInfo.InvariantCulture)
            : !double.IsFinite(seconds) ? "no time" : seconds.ToString("0.###e+0", CultureInfo.InvariantCulture);

    /// <summary>The two largest parts of a duration: <c>2 hours, 5 minutes</c>.</summary>
    public static string Duration(double seconds)
    {
        var rest = Math.Abs(seconds);
        if (rest is < 1 or > Longest)
        {
            return Units.Of("s").Write(seconds, null);
        }

        List<string> found = [];
        for (var i = 0; i < Parts.Length && found.Count < 2; i++)
        {
            var (size, name) = Parts[i];
            var count = Math.Floor(rest / size);
            rest -= count * size;
            if (count > 0)
            {
                found.Add(string.Create(CultureInfo.InvariantCulture, $"{count:0} {name}{(count == 1 ? "" : "s")}"));
            }
            else if (found.Count > 0)
            {
                break;
            }
        }

        return (seconds < 0 ? "-" : "") + string.Join(", ", found);
    }

    /// <summary>A duration as a clock writes it: <c>26:03:09</c>.</summary>
    public static string Clock(double seconds)
    {
        var whole = Math.Floor(Math.Abs(seconds));
        if (whole > Longest)
        {
            return Units.Of("s").Write(seconds, null);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(seconds < 0 ? "-" : "")}{Math.Floor(whole / 3600):00}:{Math.Floor(whole / 60 % 60):00}:{whole % 60:00}");
    }
}
