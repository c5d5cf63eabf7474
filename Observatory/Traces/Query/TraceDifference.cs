namespace Observatory.Traces.Query;

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
