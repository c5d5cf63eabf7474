using Observatory.Dashboards.Data;
using Observatory.Dashboards.Times;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Dashboards.Sources;

/// <summary>Answers queries to Jaeger from the traces stored here, in the frames that Grafana makes of Jaeger's answers.</summary>
internal sealed class JaegerSource(TraceStore store, TraceReader reader, DependencyGraph dependencies)
{
    /// <summary>Searches.</summary>
    /// <param name="refId">The query's name.</param>
    /// <param name="query">What to search for.</param>
    /// <param name="cancellation">Ends the search.</param>
    public Frame Search(string refId, TraceQuery query, CancellationToken cancellation)
    {
        var traces = TraceSearch.Run(store, query with { Limit = Math.Clamp(query.Limit, 1, TraceQuery.MaxLimit) }, cancellation)
            .Select(store.Summary).OfType<TraceSummary>().ToList();
        return new(refId,
        [
            Field.OfTexts("Trace ID", traces.Select(t => TraceIds.Trace(t.Id))),
            Field.OfTexts("Trace name", traces.Select(t => $"{t.Service}: {t.Operation}")),
            Field.OfNumbers("Start time", traces.Select(t => t.StartNanos / 1e6), FieldKind.Time),
            Field.OfNumbers("Duration", traces.Select(t => t.DurationNanos / 1e3)) with { OwnUnit = "µs" },
        ]);
    }

    /// <summary>Reads a trace; null when there is none.</summary>
    public StoredTrace? Trace(string id) => TraceIds.TryParseTrace(id.Trim(), out var trace) ? reader.Read(trace) : null;

    /// <summary>Counts which service calls which: a frame of nodes and one of edges.</summary>
    public IReadOnlyList<Frame> Dependencies(string refId, DashboardTime time, CancellationToken cancellation)
    {
        var calls = dependencies.Count(time.FromNanos, time.ToNanos, cancellation);
        var services = calls.Keys.SelectMany(c => (string[])[c.Parent, c.Child]).Distinct().Order(StringComparer.Ordinal).ToList();
        return
        [
            new(refId, [Field.OfTexts("id", services), Field.OfTexts("title", services)]) { Name = "nodes" },
            new(refId,
            [
                Field.OfTexts("id", calls.Keys.Select(c => $"{c.Parent}--{c.Child}")),
                Field.OfTexts("source", calls.Keys.Select(c => c.Parent)),
                Field.OfTexts("target", calls.Keys.Select(c => c.Child)),
                Field.OfNumbers("mainstat", calls.Values.Select(c => (double)c)),
            ]) { Name = "edges" },
        ];
    }
}
