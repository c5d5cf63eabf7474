using Observatory.Traces.Query;

namespace Observatory.Views.Tracing;

/// <summary>Which spans of a trace are drawn: so many, those near the root first, each with the spans above it.</summary>
internal sealed class WaterfallRows
{
    private readonly TraceView _view;
    private readonly HashSet<int> _shown = [];
    private readonly int _root;

    /// <summary>Chooses.</summary>
    /// <param name="view">The trace.</param>
    /// <param name="root">Only this span and those below it; -1 for all.</param>
    /// <param name="max">How many spans at most.</param>
    public WaterfallRows(TraceView view, int root, int max)
    {
        (_view, _root) = (view, root);
        var next = new Queue<int>(Roots);
        while (_shown.Count < max && next.TryDequeue(out var node))
        {
            _shown.Add(node);
            foreach (var child in view.ChildrenOf(node))
            {
                // More can't be shown, and a span may have very many children.
                if (next.Count + _shown.Count >= max)
                {
                    break;
                }

                next.Enqueue(child);
            }
        }
    }

    /// <summary>The spans at the top.</summary>
    public IEnumerable<int> Roots => _root < 0 ? _view.Roots() : [_root];

    /// <summary>How many are drawn.</summary>
    public int Count => _shown.Count;

    /// <summary>How many there are.</summary>
    public int Total => _root < 0 ? _view.Nodes.Count : _view.AfterBelow(_root) - _root;

    /// <summary>How deep the topmost drawn span is in its trace.</summary>
    public int Depth => _root < 0 ? 0 : _view.Nodes[_root].Depth;

    /// <summary>Whether a span is drawn.</summary>
    public bool IsShown(int node) => _shown.Contains(node);

    /// <summary>The drawn spans right below a span, and how many spans below it are not drawn because it has too many children.</summary>
    public (List<int> Shown, int Hidden) Below(int node) => Split(_view.ChildrenOf(node));

    /// <summary>The drawn spans at the top, and how many spans are not drawn because there are too many at the top.</summary>
    public (List<int> Shown, int Hidden) Top() => Split(Roots);

    private (List<int> Shown, int Hidden) Split(IEnumerable<int> nodes)
    {
        var (shown, hidden) = (new List<int>(), 0);
        foreach (var node in nodes)
        {
            if (IsShown(node))
            {
                shown.Add(node);
            }
            else
            {
                hidden += _view.AfterBelow(node) - node;
            }
        }

        return (shown, hidden);
    }
}
