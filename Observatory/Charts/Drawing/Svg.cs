using System.Globalization;

namespace Observatory.Charts.Drawing;

/// <summary>Numbers as SVG takes them: short, with a point, and always finite.</summary>
internal static class Svg
{
    /// <summary>The side of the square that paths are drawn in before it is stretched over the plot.</summary>
    public const double Side = 1000;

    /// <summary>A number with at most two digits behind the point.</summary>
    public static string Number(double value)
    {
        var text = (double.IsFinite(value) ? Math.Clamp(value, -1e6, 1e6) : 0).ToString("0.##", CultureInfo.InvariantCulture);
        return text == "-0" ? "0" : text;
    }

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double fraction) => Number(fraction * 100) + "%";

    /// <summary>A text cut to a length, with a sign that it was.</summary>
    public static string Cut(string text, int length)
    {
        if (text.Length <= length)
        {
            return text;
        }

        var end = length - 1;
        return (char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end]) + "…";
    }
}
