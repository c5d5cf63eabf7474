using Observatory.Traces.Index;

namespace Observatory.Traces.Query;

/// <summary>A span read back.</summary>
/// <param name="Entry">What the index knows of it.</param>
/// <param name="Message">Its Span message.</param>
/// <param name="Process">Its resource and scope.</param>
internal sealed record StoredSpan(SpanEntry Entry, ReadOnlyMemory<byte> Message, StoredProcess Process);
