using System.Security.Cryptography;

namespace Observatory.Storage;

/// <summary>
/// A fast 64-bit hash. That of tables in memory is seeded anew in each process, so that nobody can prepare names or ids that collide, and
/// never stored; what is stored is hashed with a key that is stored beside it.
/// </summary>
internal static class Hash64
{
    private const ulong P1 = 0x9E3779B97F4A7C15;
    private const ulong P2 = 0xD6E8FEB86659FD93;
    private static readonly ulong ProcessSeed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8)) | 1;

    /// <summary>Hashes bytes.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0) => Keyed(ProcessSeed, bytes, seed);

    /// <summary>Hashes bytes for what is stored.</summary>
    public static ulong Keyed(ulong key, ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        var hash = key ^ (seed * P1) ^ (ulong)bytes.Length;
        while (bytes.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes), P1);
            bytes = bytes[8..];
        }

        ulong rest = 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            rest = (rest << 8) | bytes[i];
        }

        return Mix(hash ^ rest, P2);
    }

    /// <summary>Hashes one number.</summary>
    public static ulong Of(ulong value, ulong seed) => Keyed(ProcessSeed, value, seed);

    /// <summary>Hashes one number for what is stored.</summary>
    public static ulong Keyed(ulong key, ulong value, ulong seed) => Mix(key ^ value, seed ^ P1);

    /// <summary>Hashes a trace id, or a span id within its trace.</summary>
    public static ulong Of(UInt128 trace, ulong span = 0) => Keyed(ProcessSeed, trace, span);

    /// <summary>Hashes a trace id, or a span id within its trace, for what is stored.</summary>
    public static ulong Keyed(ulong key, UInt128 trace, ulong span = 0) =>
        Mix(Mix((ulong)(trace >> 64) ^ key, P1) ^ (ulong)trace, P2 ^ span);

    private static ulong Mix(ulong a, ulong b)
    {
        var high = Math.BigMul(a ^ P2, b | 1, out var low);
        return high ^ low;
    }
}
