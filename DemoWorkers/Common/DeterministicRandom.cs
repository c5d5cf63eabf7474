using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Tta.DemoWorkers.Common;

/// <summary>
/// A sequence of random numbers that is the same for the same seed on every machine and .NET version (SplitMix64).
/// Not for secrets. Not thread-safe.
/// </summary>
internal sealed class DeterministicRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A generator whose sequence depends on every one of <paramref name="parts"/>.</summary>
    public static DeterministicRandom From(params ReadOnlySpan<string> parts) => new(Hash(parts));

    /// <summary>64 bits of the SHA-256 of the parts, which are kept apart.</summary>
    public static ulong Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }

    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 up to but not including 1.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1ul << 53));

    /// <summary>From 0 up to but not including <paramref name="exclusiveMax"/>.</summary>
    public int Next(int exclusiveMax) => (int)(NextDouble() * exclusiveMax);

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>Normally distributed, mean 0, standard deviation 1 (Box-Muller).</summary>
    public double NextGaussian() =>
        Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Exponentially distributed with mean 1.</summary>
    public double NextExponential() => -Math.Log(1 - NextDouble());
}
