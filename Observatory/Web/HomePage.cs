using Observatory.Dashboards.Pages;
using Observatory.Hosting;
using Observatory.Html;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Traces.Store;
using Observatory.Web.Agents;

namespace Observatory.Web;

/// <summary>The page at <c>/</c>: the state of everything on one screen.</summary>
internal sealed class HomePage(TraceStore store, ObservatoryOptions options, Listeners listeners, HomeStatus status, HomeQuestions questions,
    Troubles troubles, NewestRuns runs)
{
    private const int NewestTraces = 8;
    private const int RefreshMilliseconds = 10_000;
    private static readonly KeyValuePair<string, string>[] Failed = [new("error", "true")];

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        var cancellation = context.RequestAborted;
        var asked = status.AskAsync(cancellation);
        var answers = await questions.AskAsync(cancellation).ConfigureAwait(false);
        var state = await asked.ConfigureAwait(false);
        await Page.AnswerAsync(context, "Home", page => AddAsync(page, state, answers, cancellation)).ConfigureAwait(false);
    }

    private async ValueTask AddAsync(HtmlWriter page, HomeStatus.Answer state, IReadOnlyList<HomeQuestions.Answer> answers, CancellationToken cancellation)
    {
        page.Add($"<div class=\"home-page\" data-refresh=\"{RefreshMilliseconds}\"><span class=\"board-status\" role=\"status\"></span>");
        AddRefusals(page);
        status.AddVerdict(page, state);
        HomeStatus.AddTargets(page, state);
        status.AddAlerts(page, state);
        await questions.AddAsync(page, answers).ConfigureAwait(false);
        await runs.AddAsync(page, cancellation).ConfigureAwait(false);
        page.Add($"<div class=\"home-columns\">");
        AddTraces(page, "newest", "Newest traces", "/search", "No trace has arrived yet.", new() { Limit = NewestTraces }, cancellation);
        AddTraces(page, "errors", "Newest errors", "/search?tag=error%3Atrue", "No stored trace has an error.", new() { Limit = NewestTraces, Tags = Failed }, cancellation);
        page.Add($"</div>");
        AddLinks(page);
        page.Add($"</div>");
    }

    private void AddRefusals(HtmlWriter page)
    {
        // Always there, so that the script that renews the page finds it.
        page.Add($"<div id=\"home-refusals\" data-live>");
        foreach (var trouble in troubles.Now)
        {
            page.Add($"<p class=\"notice error\" role=\"alert\"><strong>Telemetry is refused ({trouble.Subject}).</strong> {trouble.Why}</p>");
        }

        page.Add($"</div>");
    }

    private void AddTraces(HtmlWriter page, string name, string title, string all, string none, TraceQuery query, CancellationToken cancellation)
    {
        page.Add($"<section id=\"home-{name}\" data-live><h2><a href=\"{all}\">{title}</a></h2>");
        var found = TraceSearch.Run(store, query, cancellation);
        if (found.Count == 0)
        {
            page.Add($"<p class=\"muted\">{none}</p>");
        }
        else
        {
            AddTable(page, found);
        }

        page.Add($"</section>");
    }

    private void AddTable(HtmlWriter page, IEnumerable<UInt128> traces)
    {
        page.Add($"<div class=\"scroll card\"><table><thead><tr><th>started</th><th>service</th><th>operation</th><th>duration</th><th>spans</th><th>errors</th></tr></thead><tbody>");
        foreach (var trace in traces.Select(store.Summary).OfType<TraceSummary>())
        {
            page.Add($"<tr><td><a href=\"/trace/{TraceIds.Trace(trace.Id)}\">{Display.Time(trace.StartNanos)}</a></td><td>{trace.Service}</td><td>{trace.Operation}</td>");
            page.Add($"<td class=\"n\">{Display.Duration(trace.DurationNanos)}</td><td class=\"n\">{trace.Spans}</td>");
            page.Add($"<td class=\"n {(trace.Errors > 0 ? "error" : "")}\">{trace.Errors}</td></tr>");
        }

        page.Add($"</tbody></table></div>");
    }

    private void AddLinks(HtmlWriter page)
    {
        var size = store.Size;
        page.Add($"<section><h2>Resources</h2><ul class=\"links\">");
        foreach (var (name, link) in options.Links.OrderBy(l => l.Key, StringComparer.OrdinalIgnoreCase))
        {
            AddLink(page, name, link);
        }

        if (options.Prometheus is { } prometheus && !options.Links.Values.Contains(prometheus))
        {
            AddLink(page, "prometheus", prometheus);
        }

        AddLink(page, "metrics of the services", new(listeners.UriOf(ListenerRoles.Metrics), "/metrics"));
        AddLink(page, "metrics of Observatory", new(listeners.UriOf(ListenerRoles.SelfMetrics), "/metrics"));
        AddLink(page, "Jaeger query API", new(listeners.UriOf(ListenerRoles.Jaeger), "/api/services"));
        page.Add($"</ul><p class=\"muted\">{size.Traces} traces with {size.Spans} spans of {store.Services().Count} services are stored. ");
        page.Add($"Send OTLP to <code>{listeners.UriOf(ListenerRoles.OtlpHttp)}</code> (HTTP) or <code>{listeners.UriOf(ListenerRoles.OtlpGrpc)}</code> (gRPC).</p></section>");
    }

    private static void AddLink(HtmlWriter page, string name, Uri link) =>
        page.Add($"<li><a href=\"{link.AbsoluteUri}\" rel=\"noreferrer\">{name}</a></li>");
}
