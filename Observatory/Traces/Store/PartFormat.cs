using Observatory.Storage;

namespace Observatory.Traces.Store;

/// <summary>
/// How a sealed part is laid out: a file of frames as segments are (see <see cref="FrameFormat"/>), each with its length and checksum. The
/// first byte of a frame's payload says what it is. For each block of spans there is its filter and the block itself; then come the pages
/// of the index of traces, and the directory, which says where all that is. The file ends with 16 bytes that say where the directory is. A
/// part is written under another name, flushed to the disk and renamed: what has the name is complete.
/// </summary>
internal static class PartFormat
{
    public const byte BlockFrame = 1;
    public const byte FilterFrame = 2;
    public const byte PageFrame = 3;
    public const byte DirectoryFrame = 4;

    /// <summary>Bytes at the end of a part: where the directory's frame is, and what they are known by.</summary>
    public const int Trailer = 16;

    /// <summary>The version of the directory's content.</summary>
    public const byte Version = 1;

    /// <summary>What the name of a part ends with while it is being written.</summary>
    public const string UnfinishedSuffix = "-new";

    private static ReadOnlySpan<byte> TrailerMagic => "OBSPARTS"u8;

    /// <summary>The files' extension and first bytes.</summary>
    public static SegmentKind Kind { get; } = KindOf(".spans");

    /// <summary>The same while a part is being written.</summary>
    public static SegmentKind Unfinished { get; } = KindOf(Kind.Extension + UnfinishedSuffix);

    /// <summary>Writes the trailer.</summary>
    public static void WriteTrailer(Span<byte> trailer, long directory)
    {
        BinaryPrimitives.WriteInt64LittleEndian(trailer, directory);
        TrailerMagic.CopyTo(trailer[8..]);
    }

    /// <summary>Reads the trailer.</summary>
    /// <returns>Where the directory is; -1 when it is none.</returns>
    public static long ReadTrailer(ReadOnlySpan<byte> trailer) =>
        trailer[8..].SequenceEqual(TrailerMagic) ? BinaryPrimitives.ReadInt64LittleEndian(trailer) : -1;

    private static SegmentKind KindOf(string extension) => new(extension, "OBSSPANS\u0002\0\0\0\0\0\0\0"u8.ToArray(), "OBSSPANS\0\0\0\0\0\0\0\0"u8.ToArray());
}
