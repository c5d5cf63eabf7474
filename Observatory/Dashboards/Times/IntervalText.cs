namespace Observatory.Dashboards.Times;

/// <summary>Durations as Prometheus and Grafana write them: <c>15s</c>, <c>5m</c>, <c>1h30m</c>.</summary>
internal static class IntervalText
{
    private static readonly (string Unit, long Ms)[] Units =
    [
        ("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000), ("M", 2_592_000_000), ("y", 31_536_000_000),
    ];

    /// <summary>Reads a duration; a leading <c>&gt;</c>, as minimal intervals have, is passed over.</summary>
    public static bool TryParse(string? text, out TimeSpan span)
    {
        span = default;
        var rest = (text ?? "").AsSpan().Trim().TrimStart('>');
        if (rest.Length is 0 or > 32)
        {
            return false;
        }

        double total = 0;
        while (rest.Length > 0)
        {
            var digits = 0;
            while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
            {
                digits++;
            }

            var letters = digits;
            while (letters < rest.Length && char.IsAsciiLetter(rest[letters]))
            {
                letters++;
            }

            var unit = rest[digits..letters].ToString();
            var factor = unit.Length == 0 && letters == rest.Length ? 1_000 : Array.Find(Units, u => u.Unit == unit).Ms;
            if (factor == 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            {
                return false;
            }

            total += count * factor;
            rest = rest[letters..];
        }

        if (total is <= 0 or > 3.2e12)
        {
            return false;
        }

        span = TimeSpan.FromMilliseconds(total);
        return true;
    }

    /// <summary>Writes a duration with the largest unit that divides it.</summary>
    public static string Write(TimeSpan span)
    {
        var ms = (long)span.TotalMilliseconds;
        var (unit, factor) = Units[..6].Last(u => u.Ms == 1 || ms % u.Ms == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{ms / factor}{unit}");
    }
}
