using Observatory.Hosting;
using Observatory.Html;

namespace Observatory.Views;

/// <summary>What a page says while nothing has arrived: where to send it.</summary>
internal static class EmptyState
{
    /// <summary>Adds the text.</summary>
    /// <param name="page">The page.</param>
    /// <param name="listeners">Where OTLP is taken.</param>
    /// <param name="what">What is missing, as in "No … has arrived yet".</param>
    /// <param name="path">The path of OTLP over HTTP.</param>
    public static void Add(HtmlWriter page, Listeners listeners, string what, string path)
    {
        page.Add($"<p class=\"empty card\">No {what} has arrived yet. Send OTLP to <code>{new Uri(listeners.UriOf(ListenerRoles.OtlpHttp), path)}</code> (HTTP) or ");
        page.Add($"<code>{listeners.UriOf(ListenerRoles.OtlpGrpc)}</code> (gRPC), for instance with <code>OTEL_EXPORTER_OTLP_ENDPOINT={listeners.UriOf(ListenerRoles.OtlpGrpc)}</code>.</p>");
    }
}
