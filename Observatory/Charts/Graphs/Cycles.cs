namespace Observatory.Charts.Graphs;

/// <summary>Finds the edges that close a cycle.</summary>
internal static class Cycles
{
    /// <summary>Walks the graph; an edge back to a node that is still being walked closes a cycle and counts the other way round.</summary>
    public static bool[] Break(int nodes, (int From, int To)[] edges)
    {
        var reversed = new bool[edges.Length];
        var leaving = Enumerable.Range(0, nodes).Select(_ => new List<int>()).ToArray();
        var entering = new int[nodes];
        for (var e = 0; e < edges.Length; e++)
        {
            if (edges[e].From != edges[e].To)
            {
                leaving[edges[e].From].Add(e);
                entering[edges[e].To]++;
            }
        }

        var state = new byte[nodes];
        // From where nothing leads to first: there the flow begins.
        foreach (var root in Enumerable.Range(0, nodes).OrderBy(n => entering[n] == 0 ? 0 : 1).ThenByDescending(n => leaving[n].Count - entering[n]).ThenBy(n => n))
        {
            Walk(root, edges, leaving, state, reversed);
        }

        return reversed;
    }

    private static void Walk(int root, (int From, int To)[] edges, List<int>[] leaving, byte[] state, bool[] reversed)
    {
        if (state[root] != 0)
        {
            return;
        }

        Stack<(int Node, int Next)> path = new([(root, 0)]);
        state[root] = 1;
        while (path.TryPop(out var at))
        {
            if (at.Next == leaving[at.Node].Count)
            {
                state[at.Node] = 2;
                continue;
            }

            path.Push((at.Node, at.Next + 1));
            var edge = leaving[at.Node][at.Next];
            var target = edges[edge].To;
            if (state[target] == 1)
            {
                reversed[edge] = true;
            }
            else if (state[target] == 0)
            {
                state[target] = 1;
                path.Push((target, 0));
            }
        }
    }
}
