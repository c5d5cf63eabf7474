namespace Observatory.Traces.Decoding;

/// <summary>Where slices are in what they were cut from.</summary>
internal static class Slices
{
    /// <summary>The offset of a slice; 0 for an empty one.</summary>
    public static int OffsetOf(ReadOnlySpan<byte> origin, ReadOnlySpan<byte> slice)
    {
        if (slice.IsEmpty)
        {
            return 0;
        }

        origin.Overlaps(slice, out var offset);
        return offset;
    }
}
