namespace Observatory.Traces.Query;

/// <summary>
/// What a trace's duration is made of: had a span on it been shorter, the trace would have been. Walks back from the end of the longest
/// root: the child that finished last is on it, then the one that had finished last when that one began, and so on; between them it is
/// the span itself. A child is taken for no longer than its parent. The segments follow one another without gaps or overlaps and add up
/// to the root's duration.
/// </summary>
internal static class CriticalPath
{
    /// <summary>Finds the path.</summary>
    /// <returns>Its segments by time.</returns>
    public static List<CriticalSegment> Find(TraceView view)
    {
        var segments = new List<CriticalSegment>();
        var root = view.LongestRoot;
        if (root < 0)
        {
            return segments;
        }

        // A stack of its own: a trace may be as deep as it is long.
        var pending = new Stack<CriticalSegment>();
        pending.Push(new(root, view.StartOf(root), view.EndOf(root)));
        var children = new List<CriticalSegment>();
        while (pending.TryPop(out var span))
        {
            var cursor = span.ToNanos;
            CollectChildren(view, span, children);
            foreach (var child in children)
            {
                if (child.ToNanos > cursor)
                {
                    continue;
                }

                Add(segments, new(span.Node, child.ToNanos, cursor));
                pending.Push(child);
                cursor = child.FromNanos;
            }

            Add(segments, new(span.Node, span.FromNanos, cursor));
        }

        segments.Sort(static (a, b) => a.FromNanos.CompareTo(b.FromNanos));
        return segments;
    }

    /// <summary>The children as far as they lie within their parent, the one that ended last first.</summary>
    private static void CollectChildren(TraceView view, CriticalSegment span, List<CriticalSegment> children)
    {
        children.Clear();
        foreach (var child in view.ChildrenOf(span.Node))
        {
            var from = Math.Max(view.StartOf(child), span.FromNanos);
            var to = Math.Min(view.EndOf(child), span.ToNanos);
            if (from < to)
            {
                children.Add(new(child, from, to));
            }
        }

        children.Sort(static (a, b) => b.ToNanos.CompareTo(a.ToNanos) is var order and not 0 ? order : a.FromNanos.CompareTo(b.FromNanos));
    }

    private static void Add(List<CriticalSegment> segments, CriticalSegment segment)
    {
        if (segment.Nanos > 0)
        {
            segments.Add(segment);
        }
    }
}

/// <summary>A piece of a trace's critical path: from one time to another, it was this span's own doing.</summary>
/// <param name="Node">The span's place in <see cref="TraceView.Nodes"/>.</param>
/// <param name="FromNanos">Where it begins, in nanoseconds since 1970.</param>
/// <param name="ToNanos">Where it ends.</param>
internal readonly record struct CriticalSegment(int Node, ulong FromNanos, ulong ToNanos)
{
    /// <summary>How long it is.</summary>
    public ulong Nanos => ToNanos - FromNanos;
}
