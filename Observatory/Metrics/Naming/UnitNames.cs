using System.Collections.Frozen;

namespace Observatory.Metrics.Naming;

/// <summary>Turns a UCUM unit (<c>s</c>, <c>By/s</c>, <c>{token}</c>) into the words Prometheus names end in.</summary>
internal static class UnitNames
{
    private static readonly FrozenDictionary<string, string> Main = new Dictionary<string, string>
    {
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["TiBy"] = "tibibytes",
        ["KBy"] = "kilobytes",
        ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes",
        ["TBy"] = "terabytes",
        ["m"] = "meters",
        ["V"] = "volts",
        ["A"] = "amperes",
        ["J"] = "joules",
        ["W"] = "watts",
        ["g"] = "grams",
        ["Cel"] = "celsius",
        ["Hz"] = "hertz",
        ["1"] = "",
        ["%"] = "percent",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, string> Per = new Dictionary<string, string>
    {
        ["s"] = "second",
        ["m"] = "minute",
        ["h"] = "hour",
        ["d"] = "day",
        ["w"] = "week",
        ["mo"] = "month",
        ["y"] = "year",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The two suffixes of a unit, either of which may be empty: <c>By/s</c> gives <c>bytes</c> and <c>per_second</c>.</summary>
    public static (string Main, string Per) Suffixes(string unit)
    {
        var slash = unit.IndexOf('/', StringComparison.Ordinal);
        var main = Word(slash < 0 ? unit : unit[..slash], Main);
        var per = slash < 0 ? "" : Word(unit[(slash + 1)..], Per);
        return (main, per.Length == 0 ? "" : "per_" + per);
    }

    // A unit in braces is an annotation ("{request}"), not a unit.
    private static string Word(string unit, FrozenDictionary<string, string> known)
    {
        unit = unit.Trim();
        if (unit.Length == 0 || unit.AsSpan().ContainsAny('{', '}'))
        {
            return "";
        }

        return Clean(known.GetValueOrDefault(unit, unit));
    }

    private static string Clean(string unit)
    {
        var text = new StringBuilder(unit.Length);
        foreach (var character in unit)
        {
            if (char.IsAsciiLetterOrDigit(character) || character == ':')
            {
                text.Append(character);
            }
            else if (text.Length > 0 && text[^1] != '_')
            {
                text.Append('_');
            }
        }

        return text.ToString().TrimEnd('_');
    }
}
