using Observatory.Traces.Index;

namespace Observatory.Traces.Query;

/// <summary>Told about a span with which a service is entered.</summary>
/// <param name="parent">The service that called; null for a root or when the parent is not stored.</param>
/// <param name="service">The service.</param>
/// <param name="entry">The span.</param>
internal delegate void CallVisitor(string? parent, string service, in SpanEntry entry);
