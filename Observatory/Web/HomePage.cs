using Observatory.Dashboards.Pages;
using Observatory.Hosting;
using Observatory.Html;
using Observatory.Search;
using Observatory.Traces.Model;
using Observatory.Traces.Store;
using Observatory.Views.Agents;
using Observatory.Web.Agents;
using Observatory.Web.Tracing;

namespace Observatory.Web;

/// <summary>The page at <c>/</c>: the state of everything on one screen.</summary>
internal sealed class HomePage(TraceStore store, ObservatoryOptions options, Listeners listeners, HomeStatus status, HomeQuestions questions,
    Troubles troubles, NewestRuns runs, TraceFinder finder, FoundTraces found, TimeProvider time)
{
    private const long MiB = 1024 * 1024;
    private const int NewestTraces = 8;
    private const int RefreshMilliseconds = 10_000;
    private const int LookedAt = 40;
    private static readonly SearchExpression Failed = SearchText.Parse("status=failed");

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
        AddTraces(page, "newest", "Newest traces", "/search", "No trace has arrived yet.", SearchExpression.All, cancellation);
        AddTraces(page, "errors", "Newest failures", "/search?q=status%3Dfailed", "No stored trace failed.", Failed, cancellation);
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

    private void AddTraces(
        HtmlWriter page, string name, string title, string all, string none, SearchExpression expression, CancellationToken cancellation)
    {
        page.Add($"<section id=\"home-{name}\" data-live><h2><a href=\"{all}\">{title}</a></h2>");
        var now = time.GetUtcNow();
        var ids = finder.Find(new(expression, TraceOrder.Newest, 0, ulong.MaxValue, LookedAt), cancellation).Traces;
        var traces = found.Read(ids, cancellation).Where(t => !t.IsArriving(now)).Take(NewestTraces).ToList();
        if (traces.Count == 0)
        {
            page.Add($"<p class=\"muted\">{none}</p>");
        }
        else
        {
            AddTable(page, traces);
        }

        page.Add($"</section>");
    }

    private static void AddTable(HtmlWriter page, IEnumerable<FoundTrace> traces)
    {
        page.Add($"<div class=\"scroll card\"><table><thead><tr><th>started</th><th>trace</th><th>outcome</th><th>duration</th></tr></thead><tbody>");
        foreach (var found in traces)
        {
            var trace = found.Summary;
            page.Add($"<tr><td class=\"time\"><time datetime=\"{Display.Iso(trace.StartNanos)}\">{Display.Time(trace.StartNanos)}</time></td>");
            page.Add($"<td><a href=\"/trace/{TraceIds.Trace(trace.Id)}\" title=\"{trace.Service} {trace.Operation}\">");
            SearchResults.AddName(page, found);
            page.Add($"</a></td><td class=\"outcome\">");
            OutcomeBadge.Add(page, found.Outcome, trace.Errors);
            page.Add($"</td><td class=\"n\">{Display.Duration(trace.DurationNanos)}</td></tr>");
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
        if (size.OldestArrival is { } oldest)
        {
            page.Add($"They take {size.DiskBytes / MiB} of {options.MaxDiskBytes / MiB} MiB; the oldest arrived {Display.Time(Nanos.OfMilliseconds(oldest))}. ");
            page.Add($"What is {Days(options.Retention)} old, or over {options.MaxDiskBytes / MiB} MiB, goes, the oldest first. ");
        }

        page.Add($"Send OTLP to <code>{listeners.UriOf(ListenerRoles.OtlpHttp)}</code> (HTTP) or <code>{listeners.UriOf(ListenerRoles.OtlpGrpc)}</code> (gRPC).</p></section>");
    }

    private static string Days(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.##} days");

    private static void AddLink(HtmlWriter page, string name, Uri link) =>
        page.Add($"<li><a href=\"{link.AbsoluteUri}\" rel=\"noreferrer\">{name}</a></li>");
}
