using Observatory.Hosting;

namespace Observatory.Traces.Store;

/// <summary>What bounds the trace store.</summary>
/// <param name="Retention">How long a span is kept after it arrived.</param>
/// <param name="DiskBytes">Bytes of all segments.</param>
/// <param name="MinFreeDiskBytes">Bytes that stay free on the disk.</param>
/// <param name="Spans">Spans of all segments.</param>
/// <param name="SpansPerTrace">Spans of one trace.</param>
internal sealed record StoreLimits(TimeSpan Retention, long DiskBytes, long MinFreeDiskBytes, int Spans, int SpansPerTrace)
{
    // The oldest segment goes as a whole; with 16 or more of them little more goes than must.
    private const int Parts = 16;
    private const long MaxSegmentBytes = 16 * 1024 * 1024;

    // What is not sealed is read again after a crash before anything is answered, at 2 µs a span.
    private const int MaxSegmentSpans = 64 * 1024;
    private const int MaxPartSpans = 1024 * 1024;

    /// <summary>The limits that the settings say.</summary>
    public static StoreLimits From(ObservatoryOptions options) =>
        new(options.Retention, options.MaxDiskBytes, options.MinFreeDiskBytes, options.MaxSpans, options.MaxSpansPerTrace);

    /// <summary>A segment of more bytes is closed.</summary>
    public long SegmentBytes => Math.Clamp(DiskBytes / Parts, 64 * 1024, MaxSegmentBytes);

    /// <summary>A segment of more spans is closed.</summary>
    public int SegmentSpans => Math.Clamp(Spans / Parts, 1, MaxSegmentSpans);

    /// <summary>Parts are merged until they have so many spans.</summary>
    public int PartSpans => Math.Clamp(Spans / Parts, 1, MaxPartSpans);

    /// <summary>Parts are merged until they have so many bytes.</summary>
    public long PartBytes => DiskBytes / Parts;

    /// <summary>A segment whose first span arrived longer ago is closed.</summary>
    public TimeSpan SegmentAge => Retention / Parts;
}
