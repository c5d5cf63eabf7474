using Observatory.Traces.Model;

namespace Observatory.Traces.Query;

/// <summary>A trace read back.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Spans">Its spans by start; parents before children of the same start.</param>
/// <param name="IsCut">Whether it has reached the number of spans that are kept of one trace.</param>
internal sealed record StoredTrace(UInt128 Id, IReadOnlyList<StoredSpan> Spans, bool IsCut);

/// <summary>A span read back.</summary>
/// <param name="Entry">What the index knows of it.</param>
/// <param name="Message">Its Span message.</param>
/// <param name="Process">Its resource and scope.</param>
internal sealed record StoredSpan(SpanEntry Entry, ReadOnlyMemory<byte> Message, StoredProcess Process);
