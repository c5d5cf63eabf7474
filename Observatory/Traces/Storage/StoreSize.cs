namespace Observatory.Traces.Storage;

/// <summary>How much is stored.</summary>
/// <param name="Spans">Spans.</param>
/// <param name="Traces">Traces.</param>
/// <param name="Segments">Segment files.</param>
/// <param name="DiskBytes">Bytes of the segment files.</param>
/// <param name="IndexBytes">Bytes of memory for the index.</param>
internal readonly record struct StoreSize(int Spans, int Traces, int Segments, long DiskBytes, long IndexBytes);
