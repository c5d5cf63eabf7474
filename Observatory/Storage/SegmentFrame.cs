namespace Observatory.Storage;

/// <summary>A frame as read from a segment.</summary>
/// <param name="PayloadOffset">Where its payload is in the file.</param>
/// <param name="Arrival">When it arrived.</param>
/// <param name="Payload">The payload, checked; valid until the next frame is read.</param>
internal readonly record struct SegmentFrame(long PayloadOffset, DateTimeOffset Arrival, ReadOnlyMemory<byte> Payload);
