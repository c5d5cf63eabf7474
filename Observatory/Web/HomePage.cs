using Observatory.Hosting;
using Observatory.Traces.Query;
using Observatory.Traces.Storage;

namespace Observatory.Web;

/// <summary>The page at <c>/</c>.</summary>
internal sealed class HomePage(TraceStore store, ObservatoryOptions options, Listeners listeners)
{
    private const int NewestTraces = 20;

    /// <summary>Writes the page.</summary>
    public string Render(CancellationToken cancellation)
    {
        var page = HtmlWriter.Page("Home");
        AddLinks(page);
        AddTraces(page, cancellation);
        return page.End();
    }

    private void AddLinks(HtmlWriter page)
    {
        page.Add($"<h2>Resources</h2><ul class=\"links\">");
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
        page.Add($"</ul><p>Send OTLP to <code>{listeners.UriOf(ListenerRoles.OtlpHttp)}</code> (HTTP) or <code>{listeners.UriOf(ListenerRoles.OtlpGrpc)}</code> (gRPC).</p>");
    }

    private static void AddLink(HtmlWriter page, string name, Uri link) =>
        page.Add($"<li><a href=\"{link.AbsoluteUri}\" rel=\"noreferrer\">{name}</a></li>");

    private void AddTraces(HtmlWriter page, CancellationToken cancellation)
    {
        var size = store.Size;
        page.Add($"<h2>Newest traces</h2><p>{size.Traces} traces with {size.Spans} spans of {store.Services().Count} services are stored. <a href=\"/search\">Search them</a></p>");
        TraceTable.Add(page, store, TraceSearch.Run(store, new() { Limit = NewestTraces }, cancellation));
    }
}
