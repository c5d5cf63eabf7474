namespace Observatory.Traces.Columns;

/// <summary>A Bloom filter over hashes: 12 bits for each, of which a hash sets 7. Says "maybe" of one in 300 that were not added.</summary>
internal static class BloomFilter
{
    private const int BitsOfEach = 12;
    private const int Probes = 7;

    /// <summary>An empty filter for as many hashes.</summary>
    public static byte[] Create(int hashes) => new byte[((long)Math.Max(hashes, 1) * BitsOfEach / 8) + 1];

    /// <summary>Adds a hash.</summary>
    public static void Add(Span<byte> filter, ulong hash)
    {
        for (var i = 0u; i < Probes; i++)
        {
            var bit = BitOf(hash, i, filter.Length);
            filter[(int)(bit >> 3)] |= (byte)(1 << (int)(bit & 7));
        }
    }

    /// <summary>Whether a hash may have been added.</summary>
    public static bool MayContain(ReadOnlySpan<byte> filter, ulong hash)
    {
        for (var i = 0u; i < Probes; i++)
        {
            var bit = BitOf(hash, i, filter.Length);
            if ((filter[(int)(bit >> 3)] & (1 << (int)(bit & 7))) == 0)
            {
                return false;
            }
        }

        return true;
    }

    private static ulong BitOf(ulong hash, uint probe, int bytes) =>
        (unchecked((uint)hash + (probe * ((uint)(hash >> 32) | 1))) * ((ulong)bytes * 8)) >> 32;
}
