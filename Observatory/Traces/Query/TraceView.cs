using Observatory.Traces.Model;

namespace Observatory.Traces.Query;

/// <summary>A trace with all that a reader of it asks: its tree, each span's own time, its critical path.</summary>
internal sealed class TraceView
{
    // A name is text of any length; so much of it tells spans apart.
    private const int MaxName = 1000;

    private readonly int[] _parents;
    private readonly int[] _ends;
    private readonly ulong[] _self;
    private readonly ulong[] _critical;
    private readonly string[] _names;
    private readonly string[] _services;

    /// <summary>Looks at a trace.</summary>
    public TraceView(StoredTrace trace)
    {
        Trace = trace;
        Nodes = TraceTree.Flatten(trace);
        StartNanos = trace.Spans.Min(s => s.Entry.StartNanos);
        EndNanos = trace.Spans.Max(s => s.Entry.StartNanos + s.Entry.DurationNanos);
        _names = [.. Nodes.Select(n => Short(Encoding.UTF8.GetString(new SpanMessage(n.Span.Message.Span).Name)))];
        _services = [.. Nodes.Select(n => Short(n.Span.Process.ServiceName))];
        (_parents, _ends) = Shape(Nodes);
        LongestRoot = FindLongestRoot();
        _self = new ulong[Nodes.Count];
        for (var i = 0; i < _self.Length; i++)
        {
            _self[i] = FindSelf(i);
        }

        CriticalPath = Query.CriticalPath.Find(this);
        _critical = new ulong[Nodes.Count];
        foreach (var segment in CriticalPath)
        {
            _critical[segment.Node] += segment.Nanos;
        }
    }

    /// <summary>The trace.</summary>
    public StoredTrace Trace { get; }

    /// <summary>Its spans: each parent before its children, siblings by start.</summary>
    public IReadOnlyList<TraceTreeNode> Nodes { get; }

    /// <summary>The earliest start, in nanoseconds since 1970.</summary>
    public ulong StartNanos { get; }

    /// <summary>The latest end.</summary>
    public ulong EndNanos { get; }

    /// <summary>The root that took the longest; of those the first.</summary>
    public int LongestRoot { get; }

    /// <summary>The critical path, by time.</summary>
    public IReadOnlyList<CriticalSegment> CriticalPath { get; }

    /// <summary>The services in it, by name.</summary>
    public IEnumerable<string> Services => _services.Distinct().Order(StringComparer.Ordinal);

    /// <summary>A span's name.</summary>
    public string NameOf(int node) => _names[node];

    /// <summary>A span's service.</summary>
    public string ServiceOf(int node) => _services[node];

    /// <summary>A span's start.</summary>
    public ulong StartOf(int node) => Nodes[node].Span.Entry.StartNanos;

    /// <summary>A span's end.</summary>
    public ulong EndOf(int node) => Nodes[node].Span.Entry.StartNanos + Nodes[node].Span.Entry.DurationNanos;

    /// <summary>A span's duration.</summary>
    public ulong DurationOf(int node) => Nodes[node].Span.Entry.DurationNanos;

    /// <summary>The part of a span's duration in which none of its children ran.</summary>
    public ulong SelfOf(int node) => _self[node];

    /// <summary>The part of the critical path that is a span's own.</summary>
    public ulong CriticalOf(int node) => _critical[node];

    /// <summary>Whether a span's status is an error.</summary>
    public bool IsError(int node) => Nodes[node].Span.Entry.Status == SpanStatus.Error;

    /// <summary>The span above; -1 for a root.</summary>
    public int ParentOf(int node) => _parents[node];

    /// <summary>The place after the last span below a span; all between are below it.</summary>
    public int AfterBelow(int node) => _ends[node];

    /// <summary>The place of a span with an id; -1 when there is none.</summary>
    public int Find(ulong spanId)
    {
        for (var i = 0; i < Nodes.Count; i++)
        {
            if (Nodes[i].Span.Entry.SpanId == spanId)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The roots' places, by start.</summary>
    public IEnumerable<int> Roots()
    {
        for (var i = 0; i < Nodes.Count; i = _ends[i])
        {
            yield return i;
        }
    }

    /// <summary>The places of the spans right below a span, by start.</summary>
    public IEnumerable<int> ChildrenOf(int node)
    {
        for (var i = node + 1; i < _ends[node]; i = _ends[i])
        {
            yield return i;
        }
    }

    private static (int[] Parents, int[] Ends) Shape(IReadOnlyList<TraceTreeNode> nodes)
    {
        var (parents, ends) = (new int[nodes.Count], new int[nodes.Count]);
        var above = new Stack<int>();
        for (var i = 0; i <= nodes.Count; i++)
        {
            var depth = i < nodes.Count ? nodes[i].Depth : 0;
            while (above.Count > depth)
            {
                ends[above.Pop()] = i;
            }

            if (i < nodes.Count)
            {
                parents[i] = above.TryPeek(out var parent) ? parent : -1;
                above.Push(i);
            }
        }

        return (parents, ends);
    }

    private static string Short(string name) => name.Length <= MaxName ? name : string.Concat(name.AsSpan(0, MaxName), "…");

    private int FindLongestRoot()
    {
        var longest = -1;
        foreach (var root in Roots())
        {
            if (longest < 0 || DurationOf(root) > DurationOf(longest))
            {
                longest = root;
            }
        }

        return longest;
    }

    private ulong FindSelf(int node)
    {
        var (cursor, end, covered) = (StartOf(node), EndOf(node), 0UL);
        foreach (var child in ChildrenOf(node))
        {
            // By start, so that what a child adds to those before it is what lies after all of them.
            var from = Math.Max(cursor, StartOf(child));
            var to = Math.Min(end, EndOf(child));
            if (from < to)
            {
                covered += to - from;
                cursor = to;
            }
        }

        return DurationOf(node) - covered;
    }
}
