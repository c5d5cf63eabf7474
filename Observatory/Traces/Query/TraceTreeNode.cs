namespace Observatory.Traces.Query;

/// <summary>A span in its place in the tree.</summary>
/// <param name="Span">The span.</param>
/// <param name="Depth">0 for a root.</param>
/// <param name="IsOrphan">Whether it names a parent that is not above it.</param>
internal sealed record TraceTreeNode(StoredSpan Span, int Depth, bool IsOrphan);
