using System.Buffers.Binary;

namespace Observatory.Logs.Store;

/// <summary>Where things are in a stored log record. Little-endian.</summary>
internal static class LogLayout
{
    /// <summary>uint64.</summary>
    public const int Received = 0;

    /// <summary>uint64.</summary>
    public const int Time = 8;

    /// <summary>16 bytes.</summary>
    public const int TraceId = 16;

    /// <summary>8 bytes.</summary>
    public const int SpanId = 32;

    /// <summary>1 byte.</summary>
    public const int Severity = 40;

    /// <summary>1 byte: not 0 if something was cut.</summary>
    public const int Flags = 41;

    /// <summary>The fields, each a uint16 length and the UTF-8.</summary>
    public const int Fields = 42;

    /// <summary>Longest record; shorter than a field may be, so that every field fits its length prefix.</summary>
    public const int MaxRecord = 60 * 1024;

    /// <summary>Reads a number.</summary>
    public static ulong ReadUInt64(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
