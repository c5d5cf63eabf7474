using System.Buffers.Binary;
using System.Numerics;

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
