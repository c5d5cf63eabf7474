using Observatory.Hosting;
using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;
using Observatory.Metrics.Store;

namespace Observatory.Metrics.Api;

/// <summary><c>GET /metrics</c>: what the senders sent and what was derived from it, for Prometheus.</summary>
internal sealed class MetricsEndpoint(MetricStore store, IEnumerable<IMetricProducer> producers) : IEndpointModule
{
    /// <inheritdoc />
    public ListenerRoles Roles => ListenerRoles.Metrics;

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", (HttpContext context) =>
    {
        foreach (var producer in producers)
        {
            producer.Produce();
        }

        var format = ExpositionNegotiation.Choose(context.Request);
        context.Response.ContentType = ExpositionNegotiation.ContentType(format);
        return store.WriteAsync(context.Response.BodyWriter, format, context.RequestAborted);
    });
}
