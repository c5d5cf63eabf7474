namespace Observatory.Charts.Drawing;

/// <summary>Numbers as SVG takes them: short, with a point, and always finite.</summary>
internal static class Svg
{
    /// <summary>The side of the square that paths are drawn in before it is stretched over the plot.</summary>
    public const double Side = 1000;

    /// <summary>A number with at most two digits behind the point.</summary>
    public static string Number(double value)
    {
        Span<char> text = stackalloc char[16];
        return new(text[..Write(value, text)]);
    }

    /// <summary>Adds such a number to a path, without a string of its own: there are thousands on a page.</summary>
    public static StringBuilder AppendNumber(this StringBuilder path, double value)
    {
        Span<char> text = stackalloc char[16];
        return path.Append(text[..Write(value, text)]);
    }

    private static int Write(double value, Span<char> text)
    {
        var hundredths = (int)Math.Round((double.IsFinite(value) ? Math.Clamp(value, -1e6, 1e6) : 0) * 100, MidpointRounding.AwayFromZero);
        var length = 0;
        if (hundredths < 0)
        {
            text[length++] = '-';
            hundredths = -hundredths;
        }

        (hundredths / 100).TryFormat(text[length..], out var written, default, CultureInfo.InvariantCulture);
        length += written;
        if (hundredths % 100 is not 0 and var rest)
        {
            text[length++] = '.';
            text[length++] = (char)('0' + (rest / 10));
            if (rest % 10 != 0)
            {
                text[length++] = (char)('0' + (rest % 10));
            }
        }

        return length;
    }

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double fraction) => Number(fraction * 100) + "%";
}
