using Observatory.Hosting;
using Observatory.Metrics.Exposition;
using Observatory.Metrics.Store;

namespace Observatory.Metrics.Api;

/// <summary><c>GET /metrics</c>: what the senders sent, for Prometheus.</summary>
internal sealed class MetricsEndpoint(MetricStore store) : IEndpointModule
{
    /// <inheritdoc />
    public ListenerRoles Roles => ListenerRoles.Metrics;

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", (HttpContext context) =>
    {
        var format = ExpositionNegotiation.Choose(context.Request);
        context.Response.ContentType = ExpositionNegotiation.ContentType(format);
        return store.WriteAsync(context.Response.BodyWriter, format, context.RequestAborted);
    });
}
