using Observatory.Jaeger;
using Observatory.Traces.Storage;

namespace Observatory.Web;

/// <summary>A list of traces, each with a link to its waterfall.</summary>
internal static class TraceTable
{
    /// <summary>Adds the table.</summary>
    public static void Add(HtmlWriter page, TraceStore store, IEnumerable<UInt128> traces)
    {
        page.Add($"<div class=\"scroll card\"><table><thead><tr><th>started</th><th>service</th><th>operation</th><th>duration</th><th>spans</th><th>errors</th></tr></thead><tbody>");
        foreach (var trace in traces.Select(store.Summary).OfType<TraceSummary>())
        {
            page.Add($"<tr><td><a href=\"/trace/{JaegerIds.Trace(trace.Id)}\">{Display.Time(trace.StartNanos)}</a></td><td>{trace.Service}</td><td>{trace.Operation}</td>");
            page.Add($"<td class=\"n\">{Display.Duration(trace.DurationNanos)}</td><td class=\"n\">{trace.Spans}</td>");
            page.Add($"<td class=\"n {(trace.Errors > 0 ? "error" : "")}\">{trace.Errors}</td></tr>");
        }

        page.Add($"</tbody></table></div>");
    }
}
