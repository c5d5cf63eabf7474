using Observatory.Traces.Model;

namespace Observatory.Traces.Query;

/// <summary>
/// Two traces compared by what is where in them: spans are the same when the services and operations from the root down to them are.
/// </summary>
/// <param name="Largest">The differences, the largest of own time first; of equal ones those that only one trace has.</param>
/// <param name="OnlyInA">What only the one trace has, whether among the largest or not.</param>
/// <param name="OnlyInB">What only the other has.</param>
internal sealed record TraceComparison(IReadOnlyList<TraceDifference> Largest, int OnlyInA, int OnlyInB)
{
    private const int MaxPath = 100;

    /// <summary>Compares two traces.</summary>
    /// <param name="a">The one.</param>
    /// <param name="b">The other.</param>
    /// <param name="max">How many differences are wanted.</param>
    public static TraceComparison Of(TraceView a, TraceView b, int max)
    {
        var places = new Dictionary<(int Parent, string Service, string Operation), int>();
        var rows = new List<(int Parent, string Service, string Operation, TraceDifference.Side A, TraceDifference.Side B)>();
        foreach (var (view, isB) in ((TraceView, bool)[])[(a, false), (b, true)])
        {
            var placeOf = new int[view.Nodes.Count];
            for (var i = 0; i < placeOf.Length; i++)
            {
                var parent = view.ParentOf(i);
                var key = (Parent: parent < 0 ? -1 : placeOf[parent], Service: view.ServiceOf(i), Operation: view.NameOf(i));
                if (!places.TryGetValue(key, out var place))
                {
                    places.Add(key, place = rows.Count);
                    rows.Add((key.Parent, key.Service, key.Operation, default, default));
                }

                placeOf[i] = place;
                var row = rows[place];
                rows[place] = isB ? row with { B = row.B.Plus(view, i) } : row with { A = row.A.Plus(view, i) };
            }
        }

        var largest = rows.Select((r, i) => (Row: r, Place: i, Delta: Math.Abs(Nanos.Difference(r.B.SelfNanos, r.A.SelfNanos))))
            .OrderByDescending(r => r.Delta).ThenBy(r => r.Row.A.Spans > 0 && r.Row.B.Spans > 0).ThenBy(r => r.Place)
            .Take(max)
            .Select(r => new TraceDifference(PathTo(r.Place), r.Row.A, r.Row.B));
        return new([.. largest], rows.Count(r => r.B.Spans == 0), rows.Count(r => r.A.Spans == 0));

        List<(string Service, string Operation)> PathTo(int place)
        {
            var path = new List<(string, string)>();
            for (; place >= 0 && path.Count < MaxPath; place = rows[place].Parent)
            {
                path.Add((rows[place].Service, rows[place].Operation));
            }

            path.Reverse();
            return path;
        }
    }
}

/// <summary>The spans of two traces that have the same services and operations above them.</summary>
/// <param name="Path">The services and operations from the root down to theirs; of a very long path only its end.</param>
/// <param name="A">What they come to in the one trace.</param>
/// <param name="B">What they come to in the other.</param>
internal sealed record TraceDifference(IReadOnlyList<(string Service, string Operation)> Path, TraceDifference.Side A, TraceDifference.Side B)
{
    /// <summary>How much more of their own time they take in the other trace.</summary>
    public long SelfDelta => Nanos.Difference(B.SelfNanos, A.SelfNanos);

    /// <summary>How much longer they take in the other trace.</summary>
    public long TotalDelta => Nanos.Difference(B.TotalNanos, A.TotalNanos);

    /// <summary>What spans of one trace come to.</summary>
    /// <param name="Spans">How many.</param>
    /// <param name="Errors">How many with an error.</param>
    /// <param name="TotalNanos">Their durations.</param>
    /// <param name="SelfNanos">Their own times.</param>
    internal readonly record struct Side(int Spans, int Errors, ulong TotalNanos, ulong SelfNanos)
    {
        /// <summary>With one span more.</summary>
        public Side Plus(TraceView view, int node) => new(
            Spans + 1, Errors + (view.IsError(node) ? 1 : 0), Nanos.Sum(TotalNanos, view.DurationOf(node)), Nanos.Sum(SelfNanos, view.SelfOf(node)));
    }
}
