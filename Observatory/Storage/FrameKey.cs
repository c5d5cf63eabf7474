using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Observatory.Storage;

/// <summary>
/// What the frames of one segment begin with and are checked by; drawn at random for each segment. A sender does not know it, so nothing
/// that it sends looks like a frame when a damaged one is searched for the next.
/// </summary>
/// <param name="Magic">The first bytes of each frame.</param>
/// <param name="Seed">What the checksum begins with.</param>
internal readonly record struct FrameKey(uint Magic, uint Seed)
{
    /// <summary>Bytes that it takes in a file.</summary>
    public const int Size = 8;

    /// <summary>A new one.</summary>
    public static FrameKey Draw()
    {
        Span<byte> bytes = stackalloc byte[Size];
        RandomNumberGenerator.Fill(bytes);
        return Read(bytes);
    }

    /// <summary>Reads one.</summary>
    public static FrameKey Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], Seed);
    }
}
