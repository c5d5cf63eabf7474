namespace Observatory.Charts.Formats;

/// <summary>A unit: what stands before the number, what it is multiplied by first, and its scales from the smallest to the largest.</summary>
internal sealed record Unit(string Prefix, double Factor, IReadOnlyList<UnitScale> Scales)
{
    private const int SignificantDigits = 3;

    private static readonly HashSet<string> Plurals = [" mins", " hours", " days", " weeks", " years"];

    /// <summary>Writes the number where scales cannot: a date, yes or no.</summary>
    public Func<double, string>? Special { get; init; }

    /// <summary>The least digits behind the point when they are chosen here and the number is no integer: money has cents.</summary>
    public int LeastDecimals { get; init; }

    /// <summary>Writes a number with its unit.</summary>
    public string Write(double value, int? decimals)
    {
        if (!double.IsFinite(value) || !double.IsFinite(value * Factor))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
        }

        if (Special is not null)
        {
            return Special(value);
        }

        var size = Math.Abs(value * Factor);
        // Rounded before the scale is chosen, so that 999.9996 ms is 1 s.
        size = decimals is null ? Round(size) : size;
        var scale = For(size);
        var number = Digits(size / scale.Divisor, decimals);
        var sign = value < 0 && number.AsSpan().IndexOfAnyInRange('1', '9') >= 0 ? "-" : "";
        var suffix = number == "1" && scale.Suffix is [' ', .. { Length: > 2 }, 's'] && Plurals.Contains(scale.Suffix) ? scale.Suffix[..^1] : scale.Suffix;
        return $"{sign}{Prefix}{number}{suffix}";
    }

    /// <summary>How much one of the number that is written for this value stands for.</summary>
    public double ScaleOf(double value) => For(Math.Abs(value * Factor)).Divisor / Factor;

    /// <summary>The same for a script: <c>prefix|factor|from,divisor,suffix;…</c>, or nothing where a script cannot write it.</summary>
    public string ForScript() =>
        Special is not null ? "" : FormattableString.Invariant($"{Bare(Prefix)}|{Factor:R}|{string.Join(';', Scales.Select(s => FormattableString.Invariant($"{s.From:R},{s.Divisor:R},{Bare(s.Suffix)}")))}");

    // A unit from elsewhere may hold what separates here.
    private static string Bare(string text) => text.Replace('|', ' ').Replace(',', ' ').Replace(';', ' ');

    private UnitScale For(double size)
    {
        var found = Scales.Count == 0 ? new(0, 1, "") : Scales[0];
        foreach (var scale in Scales)
        {
            // Nothing at all is written in the unit itself.
            if (size >= scale.From || (size == 0 && scale.Divisor <= 1))
            {
                found = scale;
            }
        }

        return found;
    }

    private string Digits(double number, int? decimals)
    {
        if (number >= 1e15 || (decimals is null && number is > 0 and < 1e-9))
        {
            return number.ToString("0.##e+0", CultureInfo.InvariantCulture);
        }

        var digits = decimals ?? (number == Math.Floor(number) ? 0 : Math.Max(LeastDecimals, SignificantDigits - 1 - Magnitude(number)));
        return number.ToString($"F{Math.Clamp(digits, 0, 12)}", CultureInfo.InvariantCulture);
    }

    private static double Round(double size)
    {
        if (size == 0 || size >= 1000)
        {
            return size;
        }

        var digits = SignificantDigits - 1 - Magnitude(size);
        var power = Math.Pow(10, Math.Abs(digits));
        return !double.IsFinite(power) ? size : digits >= 0 && size * power < 1e15 ? Math.Round(size * power) / power : size;
    }

    private static int Magnitude(double number) => (int)Math.Floor(Math.Log10(number));
}

/// <summary>From this size on, numbers are divided so and have this suffix.</summary>
internal readonly record struct UnitScale(double From, double Divisor, string Suffix);
