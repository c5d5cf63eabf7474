using System.Buffers.Binary;
using System.Numerics;

namespace Observatory.Traces.Storage;

/// <summary>
/// How a segment file is laid out (little-endian). It begins with <see cref="FileMagic"/>; then come frames, one for each write:
/// <c>magic u32 · payload length u32 · CRC-32C u32 (of what follows) · arrival, Unix ms i64 · spans u32 · payload</c>.
/// A payload is a sequence of records <c>kind u8 · process u32 · length u32 · body</c>. The body of a <see cref="SpanRecord"/> is a span; that of
/// a <see cref="ProcessRecord"/> is <c>resource length u32 · resource · scope</c>, to which spans of the same file refer by its number.
/// Resource, scope and span are the OTLP protobuf messages as they came.
/// </summary>
internal static class SegmentFormat
{
    /// <summary>Bytes of a frame before its payload.</summary>
    public const int FrameHeader = 24;

    /// <summary>The record of a resource with a scope.</summary>
    public const byte ProcessRecord = 1;

    /// <summary>The record of a span.</summary>
    public const byte SpanRecord = 2;

    /// <summary>Bytes of a record before its body.</summary>
    public const int RecordHeader = 9;

    /// <summary>No frame is larger; a length beyond it is damage.</summary>
    public const int MaxPayload = 1 << 30;

    /// <summary>The frame's first four bytes.</summary>
    public const uint FrameMagic = 0x3146424F;

    /// <summary>The file's first bytes: what it is, and the version of this layout.</summary>
    public static ReadOnlySpan<byte> FileMagic => "OBSTRACE\u0001\0\0\0\0\0\0\0"u8;

    /// <summary>The checksum of a frame.</summary>
    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0U;
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
