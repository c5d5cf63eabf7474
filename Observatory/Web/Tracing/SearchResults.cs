using Observatory.Html;
using Observatory.Traces.Model;
using Observatory.Traces.Store;
using Observatory.Views.Tracing;

namespace Observatory.Web.Tracing;

/// <summary>The traces that a search found, as a table from which two can be picked to compare.</summary>
internal static class SearchResults
{
    private const int MaxServices = 6;

    /// <summary>Adds the table.</summary>
    public static async ValueTask AddAsync(HtmlWriter page, IReadOnlyList<TraceSummary> traces, ServiceColors colors)
    {
        var longest = Math.Max(1, traces.Max(t => t.DurationNanos));
        page.Add($"<form action=\"/compare\"><div class=\"scroll card\"><table class=\"traces\"><thead><tr><th>Started</th><th>Trace</th><th class=\"length\">Duration</th><th class=\"n\">Spans</th><th>of services</th><th class=\"n\">Errors</th><th class=\"pick\"><abbr title=\"Compare this one\">A</abbr></th><th class=\"pick\"><abbr title=\"with this one\">B</abbr></th></tr></thead><tbody>\n");
        foreach (var trace in traces)
        {
            AddRow(page, trace, longest, colors);
            await page.FlushAsync().ConfigureAwait(false);
        }

        page.Add($"</tbody></table></div><p class=\"compare\"><button>Compare A with B</button></p></form>");
    }

    private static void AddRow(HtmlWriter page, TraceSummary trace, ulong longest, ServiceColors colors)
    {
        var id = TraceIds.Trace(trace.Id);
        var color = colors.Of(trace.Service);
        page.Add($"<tr><td class=\"time\"><time datetime=\"{Display.Iso(trace.StartNanos)}\">{Display.Time(trace.StartNanos)}</time></td>");
        page.Add($"<td><a href=\"/trace/{id}\"><i class=\"svc {color}\"></i>{trace.Service} <strong>{trace.Operation}</strong></a></td>");
        page.Add($"<td class=\"length\"><svg class=\"track\" aria-hidden=\"true\"><rect class=\"bar {color}\" width=\"{Math.Round(Math.Max(0.5, trace.DurationNanos * 100d / longest), 2)}%\" height=\"100%\" rx=\"2\"/></svg><span class=\"n\">{Display.Duration(trace.DurationNanos)}</span></td>");
        page.Add($"<td class=\"n\">{trace.Spans}</td><td class=\"services\">");
        foreach (var (service, spans, _) in trace.Services.Take(MaxServices))
        {
            page.Add($"<span class=\"badge\"><i class=\"svc {colors.Of(service)}\"></i>{service} {spans}</span> ");
        }

        if (trace.Services.Count > MaxServices)
        {
            page.Add($"<span class=\"badge\">… {trace.Services.Count - MaxServices} more</span>");
        }

        page.Add($"</td><td class=\"n\">");
        if (trace.Errors > 0)
        {
            page.Add($"<span class=\"badge error\">⚠ {trace.Errors}</span>");
        }
        else
        {
            page.Add($"<span class=\"muted\">0</span>");
        }

        page.Add($"</td><td class=\"pick\"><input type=\"radio\" name=\"a\" value=\"{id}\" aria-label=\"Compare {id}\"></td><td class=\"pick\"><input type=\"radio\" name=\"b\" value=\"{id}\" aria-label=\"with {id}\"></td></tr>\n");
    }
}
