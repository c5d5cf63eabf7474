namespace Observatory.Traces.Model;

/// <summary>Durations as Go and Jaeger write them: <c>1.2s</c>, <c>100ms</c>, <c>1h30m</c>, <c>500us</c>.</summary>
internal static class GoDuration
{
    private static readonly (string Unit, decimal Nanos)[] Units =
    [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
        ("d", 86_400_000_000_000), ("w", 604_800_000_000_000),
    ];

    private static readonly SearchValues<char> NumberParts = SearchValues.Create("0123456789.");

    /// <summary>Reads a duration that is not negative.</summary>
    public static bool TryParse(string text, out ulong nanos)
    {
        nanos = 0;
        decimal total = 0;
        var rest = text.AsSpan().Trim();
        if (rest.SequenceEqual("0"))
        {
            return true;
        }

        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberParts);
            if (digits is <= 0 or > 20 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberParts);
            var unit = (letters < 0 ? rest : rest[..letters]).ToString();
            rest = rest[unit.Length..];
            var index = Array.FindIndex(Units, u => u.Unit == unit);
            if (index < 0 || number > long.MaxValue / Units[index].Nanos)
            {
                return false;
            }

            total += number * Units[index].Nanos;
        }

        if (text.Length == 0 || total > long.MaxValue)
        {
            return false;
        }

        nanos = (ulong)total;
        return true;
    }
}
