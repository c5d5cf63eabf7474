namespace Observatory.Metrics.Naming;

/// <summary>Turns attribute keys into label names, in UTF-8 and without allocating.</summary>
internal static class LabelName
{
    /// <summary>Longest label name kept, in bytes.</summary>
    public const int MaxLength = 256;

    /// <summary>
    /// Writes the label name of <paramref name="key"/>: every run of other characters becomes one <c>_</c>, and a name that would start
    /// with a digit starts with <c>key_</c>. Because runs collapse, no attribute can pose as a reserved name such as <c>__name__</c>.
    /// </summary>
    /// <returns>The length written, or 0 when nothing of the key is usable. <paramref name="destination"/> needs four bytes more than the
    /// key.</returns>
    public static int Write(ReadOnlySpan<byte> key, Span<byte> destination)
    {
        var length = 0;
        var usable = false;
        if (key.Length > 0 && char.IsAsciiDigit((char)key[0]))
        {
            "key_"u8.CopyTo(destination);
            length = 4;
        }

        foreach (var value in key)
        {
            if (char.IsAsciiLetterOrDigit((char)value))
            {
                destination[length++] = value;
                usable = true;
            }
            else if (length == 0 || destination[length - 1] != (byte)'_')
            {
                destination[length++] = (byte)'_';
            }
        }

        return usable ? length : 0;
    }
}
