using System.Diagnostics.CodeAnalysis;

namespace Observatory.SpanMetrics;

/// <summary>
/// The calls that wait for their other side, found by key and in order of arrival. Bounded, and without allocation once it has been as full
/// as it gets. Not thread-safe.
/// </summary>
internal sealed class WaitingEdges(int max)
{
    private readonly Dictionary<EdgeKey, Edge> _byKey = [];
    private readonly Stack<Edge> _idle = [];
    private Edge? _newest;

    /// <summary>Calls that wait.</summary>
    public int Count => _byKey.Count;

    /// <summary>The call that has waited longest.</summary>
    public Edge? Oldest { get; private set; }

    /// <summary>Finds a call that waits.</summary>
    public bool TryFind(EdgeKey key, [NotNullWhen(true)] out Edge? edge) => _byKey.TryGetValue(key, out edge);

    /// <summary>An empty edge. Goes back with <see cref="TryAdd"/> or <see cref="Release"/>.</summary>
    public Edge Rent(EdgeKey key, long now)
    {
        var edge = _idle.TryPop(out var idle) ? idle : new();
        (edge.Key, edge.Began) = (key, now);
        return edge;
    }

    /// <summary>Lets an edge wait.</summary>
    /// <returns>False when there are too many already.</returns>
    public bool TryAdd(Edge edge)
    {
        if (_byKey.Count >= max)
        {
            return false;
        }

        _byKey.Add(edge.Key, edge);
        edge.Older = _newest;
        if (_newest is null)
        {
            Oldest = edge;
        }
        else
        {
            _newest.Newer = edge;
        }

        _newest = edge;
        return true;
    }

    /// <summary>Takes an edge out that waited, and releases it.</summary>
    public void Remove(Edge edge)
    {
        _byKey.Remove(edge.Key);
        if (edge.Older is null)
        {
            Oldest = edge.Newer;
        }
        else
        {
            edge.Older.Newer = edge.Newer;
        }

        if (edge.Newer is null)
        {
            _newest = edge.Older;
        }
        else
        {
            edge.Newer.Older = edge.Older;
        }

        Release(edge);
    }

    /// <summary>Gives an edge back that does not wait.</summary>
    public void Release(Edge edge)
    {
        edge.Clear();
        _idle.Push(edge);
    }
}
