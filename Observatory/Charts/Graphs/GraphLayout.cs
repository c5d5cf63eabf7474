namespace Observatory.Charts.Graphs;

/// <summary>
/// Puts a directed graph into layers, so that edges lead to the right where they can: cycles are broken at the edges that close them, each node lies
/// one layer behind the last that leads to it, edges over several layers get a place in each, and the places of a layer are put in the order of their
/// neighbours until hardly any edges cross. The same graph always gets the same layout.
/// </summary>
internal sealed class GraphLayout
{
    private const int Sweeps = 12;
    private const int MostBends = 4000;
    private const double BendSize = 0.5;

    private readonly int _nodes;
    private readonly (int From, int To)[] _edges;
    private readonly bool[] _reversed;
    private readonly List<int> _layer = [];
    private readonly List<List<int>> _before = [];
    private readonly List<List<int>> _after = [];
    private readonly List<int>[] _bends;

    private GraphLayout(int nodes, (int From, int To)[] edges)
    {
        (_nodes, _edges, _reversed) = (nodes, edges, Cycles.Break(nodes, edges));
        _bends = [.. edges.Select(_ => new List<int>())];
        AssignLayers();
        AddBends();
        Layers = Group();
        Order();
        Place();
    }

    /// <summary>The layer of each place: first the nodes, then the bends.</summary>
    public IReadOnlyList<int> Layer => _layer;

    /// <summary>The height of each place; neighbouring nodes of a layer are at least 1 apart, an edge that passes needs less.</summary>
    public double[] Height { get; private set; } = [];

    /// <summary>The places of each layer from top to bottom.</summary>
    public List<List<int>> Layers { get; }

    /// <summary>The layout of so many nodes and the edges between them.</summary>
    public static GraphLayout Of(int nodes, IEnumerable<(int From, int To)> edges) => new(nodes, [.. edges]);

    /// <summary>The places that an edge leads over, from its source to its target.</summary>
    public IEnumerable<int> Bends(int edge) => _reversed[edge] ? _bends[edge].AsEnumerable().Reverse() : _bends[edge];

    /// <summary>How many edges cross between neighbouring layers.</summary>
    internal int Crossings()
    {
        var count = 0;
        foreach (var layer in Layers)
        {
            var ends = layer.SelectMany(p => _after[p].Select(t => Height[t]).Order()).ToArray();
            count += Inversions.Count(ends);
        }

        return count;
    }

    private (int From, int To) Directed(int edge) => _reversed[edge] ? (_edges[edge].To, _edges[edge].From) : _edges[edge];

    private void AssignLayers()
    {
        var leaving = Enumerable.Range(0, _nodes).Select(_ => new List<int>()).ToArray();
        var waiting = new int[_nodes];
        for (var e = 0; e < _edges.Length; e++)
        {
            var (from, to) = Directed(e);
            if (from != to)
            {
                leaving[from].Add(to);
                waiting[to]++;
            }
        }

        _layer.AddRange(new int[_nodes]);
        Queue<int> ready = new(Enumerable.Range(0, _nodes).Where(n => waiting[n] == 0));
        List<int> order = [];
        while (ready.TryDequeue(out var node))
        {
            order.Add(node);
            foreach (var target in leaving[node])
            {
                _layer[target] = Math.Max(_layer[target], _layer[node] + 1);
                if (--waiting[target] == 0)
                {
                    ready.Enqueue(target);
                }
            }
        }

        // A source stands right before what it leads to, not far away at the left.
        foreach (var node in Enumerable.Reverse(order).Where(n => leaving[n].Count > 0))
        {
            _layer[node] = Math.Max(_layer[node], leaving[node].Min(t => _layer[t]) - 1);
        }
    }

    private void AddBends()
    {
        for (var i = 0; i < _nodes; i++)
        {
            _before.Add([]);
            _after.Add([]);
        }

        var left = MostBends;
        for (var e = 0; e < _edges.Length; e++)
        {
            var (from, to) = Directed(e);
            if (from == to)
            {
                continue;
            }

            var last = from;
            var needed = _layer[to] - _layer[from] - 1;
            // Beyond what is bounded, an edge simply goes straight.
            for (var layer = _layer[from] + 1; needed <= left && layer < _layer[to]; layer++)
            {
                var bend = _layer.Count;
                _layer.Add(layer);
                _before.Add([last]);
                _after.Add([]);
                _after[last].Add(bend);
                _bends[e].Add(bend);
                last = bend;
                left--;
                needed--;
            }

            if (_layer[to] - _layer[last] == 1)
            {
                _after[last].Add(to);
                _before[to].Add(last);
            }
        }
    }

    private List<List<int>> Group()
    {
        List<List<int>> layers = [.. Enumerable.Range(0, _layer.Max() + 1).Select(_ => new List<int>())];
        // In the order of a walk, what belongs together begins together.
        var seen = new bool[_layer.Count];
        Stack<int> path = new(Enumerable.Range(0, _layer.Count).Reverse());
        while (path.TryPop(out var place))
        {
            if (!seen[place])
            {
                seen[place] = true;
                layers[_layer[place]].Add(place);
                foreach (var next in Enumerable.Reverse(_after[place]))
                {
                    path.Push(next);
                }
            }
        }

        return layers;
    }

    /// <summary>Sorts each layer by the middle of its neighbours, to and fro, and keeps the best order that was seen.</summary>
    private void Order()
    {
        Height = new double[_layer.Count];
        Number();
        var best = Layers.ConvertAll(l => l.ToArray());
        var fewest = Crossings();
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            var right = sweep % 2 == 0;
            for (var i = 1; i < Layers.Count; i++)
            {
                var layer = Layers[right ? i : Layers.Count - 1 - i];
                var neighbours = right ? _before : _after;
                var sorted = layer.OrderBy(p => neighbours[p].Count == 0 ? Height[p] : neighbours[p].Average(n => Height[n])).ToList();
                for (var j = 0; j < sorted.Count; j++)
                {
                    layer[j] = sorted[j];
                    Height[sorted[j]] = j;
                }
            }

            var crossings = Crossings();
            if (crossings < fewest)
            {
                (fewest, best) = (crossings, Layers.ConvertAll(l => l.ToArray()));
            }
        }

        for (var i = 0; i < Layers.Count; i++)
        {
            Layers[i].Clear();
            Layers[i].AddRange(best[i]);
        }

        Number();
    }

    private void Number()
    {
        foreach (var layer in Layers)
        {
            for (var i = 0; i < layer.Count; i++)
            {
                Height[layer[i]] = i;
            }
        }
    }

    /// <summary>Moves each place towards its neighbours as far as its own layer leaves room.</summary>
    private void Place()
    {
        foreach (var layer in Layers)
        {
            var offsets = Offsets(layer);
            for (var i = 0; i < layer.Count; i++)
            {
                Height[layer[i]] = offsets[i] - (offsets[^1] / 2);
            }
        }

        for (var sweep = 0; sweep < Sweeps; sweep++)
        {
            for (var i = 0; i < Layers.Count; i++)
            {
                Settle(Layers[sweep % 2 == 0 ? i : Layers.Count - 1 - i]);
            }
        }

        var top = Height.Min();
        for (var i = 0; i < Height.Length; i++)
        {
            Height[i] -= top;
        }
    }

    private void Settle(List<int> layer)
    {
        var wanted = layer.ConvertAll(Wanted);
        var offsets = Offsets(layer);
        // Blocks of places that touch lie at the mean of what they want; a block that would overlap the one above becomes one with it.
        List<(double Sum, int Count, int First)> blocks = [];
        for (var i = 0; i < layer.Count; i++)
        {
            blocks.Add((wanted[i] - offsets[i], 1, i));
            while (blocks.Count > 1 && blocks[^2].Sum / blocks[^2].Count > blocks[^1].Sum / blocks[^1].Count)
            {
                var (last, above) = (blocks[^1], blocks[^2]);
                blocks.RemoveRange(blocks.Count - 2, 2);
                blocks.Add((above.Sum + last.Sum, above.Count + last.Count, above.First));
            }
        }

        foreach (var (sum, count, first) in blocks)
        {
            for (var i = first; i < first + count; i++)
            {
                Height[layer[i]] = (sum / count) + offsets[i];
            }
        }
    }

    /// <summary>How far below the first of its layer each place lies when they touch.</summary>
    private double[] Offsets(List<int> layer)
    {
        var offsets = new double[layer.Count];
        for (var i = 1; i < layer.Count; i++)
        {
            offsets[i] = offsets[i - 1] + ((Size(layer[i - 1]) + Size(layer[i])) / 2);
        }

        return offsets;
    }

    private double Size(int place) => place < _nodes ? 1 : BendSize;

    private double Wanted(int place)
    {
        var (before, after) = (_before[place], _after[place]);
        return before.Count + after.Count == 0 ? Height[place] : before.Concat(after).Average(n => Height[n]);
    }
}
