using System.Text.RegularExpressions;
using Observatory.Traces.Model;
using Observatory.Traces.Query;

namespace Observatory.Search;

/// <summary>Reads the values of conditions, or says where one is not what its name asks for.</summary>
internal static partial class Values
{
    private const int MaxPattern = 256;

    // What is counted is written out before it is looked for: a pattern could be short and yet take all memory.
    private const double MaxCopies = 1000;

    /// <summary>A number.</summary>
    public static double Number(int at, string name, string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw SearchTokens.Unreadable(at, $"{SearchTokens.Short(name)} is compared with a number, and '{SearchTokens.Short(value)}' is none");

    /// <summary>A duration, in nanoseconds.</summary>
    public static ulong Duration(int at, string name, string value) =>
        GoDuration.TryParse(value, out var nanos)
            ? nanos
            : throw SearchTokens.Unreadable(at, $"{name}: '{SearchTokens.Short(value)}' is no duration such as 300ms or 1.5s");

    /// <summary>A regular expression that takes no longer than its text is long.</summary>
    public static Regex Pattern(int at, string name, string value)
    {
        if (value.Length > MaxPattern)
        {
            throw SearchTokens.Unreadable(at, $"{SearchTokens.Short(name)}: a pattern has at most {MaxPattern} characters");
        }

        var copies = Repetition().Matches(value).Aggregate(1d, (product, m) => product * Math.Max(1, Copies(m.Groups[1]) + Copies(m.Groups[2])));
        if (copies > MaxCopies)
        {
            throw SearchTokens.Unreadable(at, $"{SearchTokens.Short(name)}: '{SearchTokens.Short(value)}' is no pattern that can be looked for: it repeats too much");
        }

        try
        {
            return new(value, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw SearchTokens.Unreadable(
                at, $"{SearchTokens.Short(name)}: '{SearchTokens.Short(value)}' is no pattern that can be looked for: {e.Message.TrimEnd('.')}");
        }
    }

    /// <summary>A comparison that asks for one of some words, or for another.</summary>
    public static Comparison OneOrNot(int at, string name, Comparison comparison) =>
        comparison is Comparison.Equal or Comparison.NotEqual
            ? comparison
            : throw SearchTokens.Unreadable(at, $"{name} is compared with = or !=");

    private static double Copies(Group number) => double.TryParse(number.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var copies) ? copies : 0;

    [GeneratedRegex(@"\{([0-9]+)(?:,([0-9]*))?\}")]
    private static partial Regex Repetition();
}
