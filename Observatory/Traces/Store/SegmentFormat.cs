using Observatory.Storage;

namespace Observatory.Traces.Store;

/// <summary>
/// What the frames of a segment of traces hold (little-endian; see <see cref="FrameFormat"/> for the frames themselves). A payload is a
/// sequence of records <c>kind u8 · process u32 · length u32 · body</c>. The body of a <see cref="SpanRecord"/> is a span; that of a
/// <see cref="ProcessRecord"/> is <c>resource length u32 · resource · scope</c>, to which spans of the same file refer by its number.
/// Resource, scope and span are the OTLP protobuf messages as they came.
/// </summary>
internal static class SegmentFormat
{
    /// <summary>The record of a resource with a scope.</summary>
    public const byte ProcessRecord = 1;

    /// <summary>The record of a span.</summary>
    public const byte SpanRecord = 2;

    /// <summary>Bytes of a record before its body.</summary>
    public const int RecordHeader = 9;

    /// <summary>The files' extension and first bytes.</summary>
    public static readonly SegmentKind Kind = new(
        ".traces", "OBSTRACE\u0002\0\0\0\0\0\0\0"u8.ToArray(), "OBSTRACE\u0001\0\0\0\0\0\0\0"u8.ToArray());
}
