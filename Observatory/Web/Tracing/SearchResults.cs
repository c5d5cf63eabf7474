using Observatory.Html;
using Observatory.Traces.Model;
using Observatory.Views.Agents;
using Observatory.Views.Tracing;

namespace Observatory.Web.Tracing;

/// <summary>The traces that a search found, as a table from which two can be picked to compare.</summary>
internal static class SearchResults
{
    private const int MaxServices = 6;
    private const int MaxText = 80;

    /// <summary>Adds the table.</summary>
    public static async ValueTask AddAsync(HtmlWriter page, IReadOnlyList<FoundTrace> traces, ServiceColors colors, DateTimeOffset now)
    {
        var longest = Math.Max(1, traces.Max(t => t.Summary.DurationNanos));
        page.Add($"<form action=\"/compare\"><div class=\"scroll card\"><table class=\"traces\"><thead><tr><th>Started</th><th>Trace</th><th>Outcome</th>");
        page.Add($"<th class=\"length\">Duration</th><th class=\"n\">Spans</th><th>of services</th><th class=\"pick\"><abbr title=\"Compare this one\">A</abbr></th>");
        page.Add($"<th class=\"pick\"><abbr title=\"with this one\">B</abbr></th></tr></thead><tbody>\n");
        foreach (var trace in traces)
        {
            AddRow(page, trace, longest, colors, trace.IsArriving(now));
            await page.FlushAsync().ConfigureAwait(false);
        }

        page.Add($"</tbody></table></div><p class=\"compare\"><button>Compare A with B</button></p></form>");
    }

    /// <summary>Adds what a trace is called: a run of agents by what it did, any other by its root.</summary>
    public static void AddName(HtmlWriter page, FoundTrace found)
    {
        var trace = found.Summary;
        if (found.Run is not { } run)
        {
            page.Add($"{trace.Service} <strong>{trace.Operation}</strong>");
            return;
        }

        page.Add($"<strong>{Display.Cut(run.Title, MaxText)}</strong>");
        foreach (var part in RunTexts.Parts(run))
        {
            page.Add($" · {Display.Cut(part, MaxText)}");
        }
    }

    private static void AddRow(HtmlWriter page, FoundTrace found, ulong longest, ServiceColors colors, bool isArriving)
    {
        var trace = found.Summary;
        var id = TraceIds.Trace(trace.Id);
        var color = colors.Of(trace.Service);
        page.Add($"<tr><td class=\"time\"><time datetime=\"{Display.Iso(trace.StartNanos)}\">{Display.Time(trace.StartNanos)}</time></td>");
        page.Add($"<td><a href=\"/trace/{id}\" title=\"{trace.Service} {trace.Operation}\"><i class=\"svc {color}\"></i>");
        AddName(page, found);
        page.Add($"</a></td><td>");
        if (isArriving)
        {
            page.Add($"<span class=\"badge\">arriving …</span>");
        }
        else
        {
            OutcomeBadge.Add(page, found.Outcome, trace.Errors);
        }

        page.Add($"</td><td class=\"length\"><svg class=\"track\" aria-hidden=\"true\"><rect class=\"bar {color}\" width=\"{Math.Round(Math.Max(0.5, trace.DurationNanos * 100d / longest), 2)}%\" height=\"100%\" rx=\"2\"/></svg>");
        page.Add($"<span class=\"n\">{Display.Duration(trace.DurationNanos)}</span></td><td class=\"n\">{trace.Spans}</td><td class=\"services\">");
        foreach (var (service, spans, _) in trace.Services.Take(MaxServices))
        {
            page.Add($"<span class=\"badge\"><i class=\"svc {colors.Of(service)}\"></i>{service} {spans}</span> ");
        }

        if (trace.Services.Count > MaxServices)
        {
            page.Add($"<span class=\"badge\">… {trace.Services.Count - MaxServices} more</span>");
        }

        page.Add($"</td><td class=\"pick\"><input type=\"radio\" name=\"a\" value=\"{id}\" aria-label=\"Compare {id}\"></td>");
        page.Add($"<td class=\"pick\"><input type=\"radio\" name=\"b\" value=\"{id}\" aria-label=\"with {id}\"></td></tr>\n");
    }
}
