namespace Observatory.Traces.Query;

/// <summary>The spans of two traces that have the same services and operations above them.</summary>
/// <param name="Path">The services and operations from the root down to theirs; of a very long path only its end.</param>
/// <param name="A">What they come to in the one trace.</param>
/// <param name="B">What they come to in the other.</param>
internal sealed record TraceDifference(IReadOnlyList<(string Service, string Operation)> Path, TraceDifference.Side A, TraceDifference.Side B)
{
    // More than this nobody reads; the differences that are left out are the smallest.
    private const int MaxRows = 1_000;
    private const int MaxPath = 100;

    /// <summary>How much more of their own time they take in the other trace.</summary>
    public long SelfDelta => (long)B.SelfNanos - (long)A.SelfNanos;

    /// <summary>How much longer they take in the other trace.</summary>
    public long TotalDelta => (long)B.TotalNanos - (long)A.TotalNanos;

    /// <summary>Compares two traces, the largest difference of own time first; of equal ones those that only one trace has.</summary>
    public static List<TraceDifference> Between(TraceView a, TraceView b)
    {
        var places = new Dictionary<(int Parent, string Service, string Operation), int>();
        var rows = new List<(int Parent, string Service, string Operation, Side A, Side B)>();
        foreach (var (view, isB) in ((TraceView, bool)[])[(a, false), (b, true)])
        {
            var placeOf = new int[view.Nodes.Count];
            for (var i = 0; i < placeOf.Length; i++)
            {
                var parent = view.ParentOf(i);
                var key = (parent < 0 ? -1 : placeOf[parent], view.ServiceOf(i), view.NameOf(i));
                if (!places.TryGetValue(key, out var place))
                {
                    places.Add(key, place = rows.Count);
                    rows.Add((key.Item1, key.Item2, key.Item3, default, default));
                }

                placeOf[i] = place;
                var row = rows[place];
                rows[place] = isB ? row with { B = row.B.Plus(view, i) } : row with { A = row.A.Plus(view, i) };
            }
        }

        return
        [
            .. rows.Select((r, i) => (Row: r, Place: i, Delta: Math.Abs((long)r.B.SelfNanos - (long)r.A.SelfNanos)))
                .OrderByDescending(r => r.Delta).ThenBy(r => r.Row.A.Spans > 0 && r.Row.B.Spans > 0).ThenBy(r => r.Place)
                .Take(MaxRows)
                .Select(r => new TraceDifference(PathTo(r.Place), r.Row.A, r.Row.B)),
        ];

        List<(string Service, string Operation)> PathTo(int place)
        {
            var path = new List<(string, string)>();
            for (; place >= 0 && path.Count < MaxPath; place = rows[place].Parent)
            {
                path.Insert(0, (rows[place].Service, rows[place].Operation));
            }

            return path;
        }
    }

    /// <summary>What spans of one trace come to.</summary>
    /// <param name="Spans">How many.</param>
    /// <param name="Errors">How many with an error.</param>
    /// <param name="TotalNanos">Their durations.</param>
    /// <param name="SelfNanos">Their own times.</param>
    internal readonly record struct Side(int Spans, int Errors, ulong TotalNanos, ulong SelfNanos)
    {
        /// <summary>With one span more.</summary>
        public Side Plus(TraceView view, int node) => new(
            Spans + 1, Errors + (view.IsError(node) ? 1 : 0), TotalNanos + view.DurationOf(node), SelfNanos + view.SelfOf(node));
    }
}
