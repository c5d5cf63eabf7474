using Observatory.Traces.Model;

namespace Observatory.Traces.Query;

/// <summary>What the spans of one service and operation of a trace come to.</summary>
/// <param name="Service">The service.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Spans">How many spans.</param>
/// <param name="Errors">How many of them with an error.</param>
/// <param name="TotalNanos">Their durations.</param>
/// <param name="SelfNanos">Their own times.</param>
/// <param name="CriticalNanos">Their part of the critical path.</param>
internal sealed record TraceRollupRow(string Service, string Operation, int Spans, int Errors, ulong TotalNanos, ulong SelfNanos, ulong CriticalNanos)
{
    /// <summary>Adds up a trace by service and operation, the most own time first.</summary>
    public static List<TraceRollupRow> Of(TraceView view)
    {
        var rows = new Dictionary<(string, string), TraceRollupRow>();
        for (var i = 0; i < view.Nodes.Count; i++)
        {
            var key = (view.ServiceOf(i), view.NameOf(i));
            var row = rows.GetValueOrDefault(key) ?? new(key.Item1, key.Item2, 0, 0, 0, 0, 0);
            rows[key] = row with
            {
                Spans = row.Spans + 1,
                Errors = row.Errors + (view.IsError(i) ? 1 : 0),
                TotalNanos = Nanos.Sum(row.TotalNanos, view.DurationOf(i)),
                SelfNanos = Nanos.Sum(row.SelfNanos, view.SelfOf(i)),
                CriticalNanos = Nanos.Sum(row.CriticalNanos, view.CriticalOf(i)),
            };
        }

        return [.. rows.Values.OrderByDescending(r => r.SelfNanos).ThenBy(r => r.Service, StringComparer.Ordinal).ThenBy(r => r.Operation, StringComparer.Ordinal)];
    }
}
