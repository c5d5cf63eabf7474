using Observatory.Hosting;
using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;
using Observatory.Metrics.Store;
using Observatory.SelfMonitoring;

namespace Observatory.Metrics.Api;

/// <summary><c>GET /metrics</c> on the self-metrics address: Observatory about itself.</summary>
internal sealed class SelfMetricsEndpoint(SelfMetrics metrics) : IEndpointModule
{
    /// <inheritdoc />
    public ListenerRoles Roles => ListenerRoles.SelfMetrics;

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", async (HttpContext context) =>
    {
        var format = ExpositionNegotiation.Choose(context.Request);
        context.Response.ContentType = ExpositionNegotiation.ContentType(format);
        Write(new ExpositionWriter(context.Response.BodyWriter, format));
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    });

    /// <summary>Writes all self-metrics.</summary>
    public void Write(ExpositionWriter writer)
    {
        var labels = new LabelSetBuilder(new MetricsOptions()) { CutToFit = true };
        var family = "";
        foreach (var metric in metrics.Read())
        {
            if (metric.Name != family)
            {
                writer.Family(metric.Name, metric.IsCounter ? MetricKind.Counter : MetricKind.Gauge, metric.Help, "");
                family = metric.Name;
            }

            labels.Clear();
            foreach (var (name, value) in metric.Labels)
            {
                labels.AddOwn(default, Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(value));
            }

            writer.Sample(Encoding.UTF8.GetBytes(metric.Name), default, labels.Render(), metric.Value, default);
        }

        writer.End();
    }
}
