using Observatory.Hosting;
using Observatory.Metrics.Api;
using Observatory.Metrics.Model;
using Observatory.Metrics.Otlp;
using Observatory.Metrics.Store;
using Observatory.Otlp;

namespace Observatory.Metrics;

/// <summary>Puts the metric part together.</summary>
internal static class MetricsPart
{
    /// <summary>Adds OTLP metrics in, Prometheus text out, and the self-metrics page.</summary>
    public static IServiceCollection AddObservatoryMetrics(this IServiceCollection services) => services
        .AddSingleton(provider => MetricsOptions.Read(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton<MetricStore>()
        .AddSingleton<IOtlpConsumer, MetricsConsumer>()
        .AddSingleton<IEndpointModule, MetricsEndpoint>()
        .AddSingleton<IEndpointModule, SelfMetricsEndpoint>();
}
