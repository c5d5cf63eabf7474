namespace Observatory.Traces.Query;

/// <summary>The spans of a trace as a tree, flattened: each parent before its children, siblings by start.</summary>
internal static class TraceTree
{
    /// <summary>Builds the tree. A span whose parent is not stored is a root; so is one of a circle of parents.</summary>
    public static List<TraceTreeNode> Flatten(StoredTrace trace)
    {
        var ids = trace.Spans.Select(s => s.Entry.SpanId).ToHashSet();
        var children = trace.Spans.Where(s => ids.Contains(s.Entry.ParentId)).ToLookup(s => s.Entry.ParentId);
        var seen = new HashSet<StoredSpan>(ReferenceEqualityComparer.Instance);
        var nodes = new List<TraceTreeNode>(trace.Spans.Count);
        foreach (var root in trace.Spans.Where(s => !ids.Contains(s.Entry.ParentId)).Concat(trace.Spans))
        {
            Add(root, isOrphan: root.Entry.ParentId != 0);
        }

        return nodes;

        void Add(StoredSpan root, bool isOrphan)
        {
            // A stack of its own: a trace may be as deep as it is long.
            var pending = new Stack<(StoredSpan Span, int Depth)>([(root, 0)]);
            while (pending.TryPop(out var next))
            {
                if (!seen.Add(next.Span))
                {
                    continue;
                }

                nodes.Add(new(next.Span, next.Depth, isOrphan && next.Depth == 0));
                foreach (var child in children[next.Span.Entry.SpanId].Reverse())
                {
                    pending.Push((child, next.Depth + 1));
                }
            }
        }
    }
}

/// <summary>A span in its place in the tree.</summary>
/// <param name="Span">The span.</param>
/// <param name="Depth">0 for a root.</param>
/// <param name="IsOrphan">Whether it names a parent that is not above it.</param>
internal sealed record TraceTreeNode(StoredSpan Span, int Depth, bool IsOrphan);
