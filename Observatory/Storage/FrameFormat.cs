using System.Numerics;
using System.Security.Cryptography;

namespace Observatory.Storage;

/// <summary>
/// How a segment file is laid out (little-endian). It begins with its kind's magic bytes and the segment's <see cref="FrameKey"/>; then
/// come frames, one for each write: <c>magic u32 · payload length u32 · CRC-32C u32 (of what follows) · arrival, Unix ms i64 · items u32
/// · payload</c>.
/// </summary>
internal static class FrameFormat
{
    /// <summary>Bytes of a frame before its payload.</summary>
    public const int Header = 24;

    /// <summary>No frame is larger; a length beyond it is damage.</summary>
    public const int MaxPayload = 1 << 30;

    /// <summary>Fills the header in once the payload is complete.</summary>
    /// <param name="frame">Room for the header, and the payload.</param>
    /// <param name="key">The segment's.</param>
    /// <param name="arrival">When it arrived.</param>
    /// <param name="items">How many spans or records the payload holds.</param>
    public static void Complete(Span<byte> frame, FrameKey key, DateTimeOffset arrival, int items)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(frame, key.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], frame.Length - Header);
        BinaryPrimitives.WriteInt64LittleEndian(frame[12..], arrival.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteInt32LittleEndian(frame[20..], items);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Checksum(frame[12..], key));
    }

    /// <summary>The checksum of a frame of a segment.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes, FrameKey key)
    {
        var crc = ~key.Seed;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}

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

/// <summary>A frame as read from a segment.</summary>
/// <param name="PayloadOffset">Where its payload is in the file.</param>
/// <param name="Arrival">When it arrived.</param>
/// <param name="Payload">The payload, checked; valid until the next frame is read.</param>
internal readonly record struct SegmentFrame(long PayloadOffset, DateTimeOffset Arrival, ReadOnlyMemory<byte> Payload);
