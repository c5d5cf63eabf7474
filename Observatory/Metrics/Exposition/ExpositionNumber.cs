namespace Observatory.Metrics.Exposition;

/// <summary>Numbers as Prometheus reads them.</summary>
internal static class ExpositionNumber
{
    /// <summary>Longest text of a double, with room for a canonical <c>.0</c>.</summary>
    public const int MaxLength = 32;

    /// <summary>
    /// Writes the shortest text that gives the same double again; <paramref name="canonical"/> adds <c>.0</c> to whole numbers.
    /// </summary>
    public static int Write(double value, Span<byte> destination, bool canonical = false)
    {
        if (double.IsNaN(value))
        {
            "NaN"u8.CopyTo(destination);
            return 3;
        }

        if (double.IsInfinity(value))
        {
            (value > 0 ? "+Inf"u8 : "-Inf"u8).CopyTo(destination);
            return 4;
        }

        value.TryFormat(destination, out var length, default, CultureInfo.InvariantCulture);
        if (canonical && destination[..length].IndexOfAny("."u8[0], "E"u8[0]) < 0)
        {
            ".0"u8.CopyTo(destination[length..]);
            length += 2;
        }

        return length;
    }

    /// <summary>The same as an array, for texts that are kept.</summary>
    public static byte[] ToBytes(double value, bool canonical)
    {
        Span<byte> buffer = stackalloc byte[MaxLength];
        return buffer[..Write(value, buffer, canonical)].ToArray();
    }
}
