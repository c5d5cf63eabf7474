using Observatory.Hosting;
using Observatory.Metrics.Exposition;
using Observatory.Metrics.Otlp;
using Observatory.Metrics.Store;
using Observatory.Otlp;
using Observatory.SelfMonitoring;

namespace Observatory.Metrics;

/// <summary>Puts the metric part together.</summary>
internal static class MetricsServiceCollectionExtensions
{
    /// <summary>Adds OTLP metrics in, Prometheus text out, and the self-metrics page.</summary>
    public static IServiceCollection AddObservatoryMetrics(this IServiceCollection services) => services
        .AddSingleton(provider => MetricsOptions.Read(provider.GetRequiredService<IConfiguration>()))
        .AddSingleton<MetricStore>()
        .AddSingleton<IOtlpConsumer, MetricsConsumer>()
        .AddSingleton<ISelfMetricsSource, ProcessMetrics>()
        .AddSingleton<IEndpointModule, MetricsEndpoint>()
        .AddSingleton<IEndpointModule, SelfMetricsEndpoint>();
}
