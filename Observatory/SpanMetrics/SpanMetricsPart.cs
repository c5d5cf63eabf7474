using Observatory.Metrics.Model;
using Observatory.SelfMonitoring;
using Observatory.Traces.Store;

namespace Observatory.SpanMetrics;

/// <summary>Registers what derives metrics from spans.</summary>
internal static class SpanMetricsPart
{
    /// <summary>Adds the services.</summary>
    public static void AddSpanMetrics(this IServiceCollection services)
    {
        services.AddSingleton(s => SpanMetricsOptions.Read(s.GetRequiredService<IConfiguration>()));
        services.AddSingleton<SpanMetricsRecorder>();
        services.AddSingleton<IStoredSpans>(s => s.GetRequiredService<SpanMetricsRecorder>());
        services.AddSingleton<IMetricProducer>(s => s.GetRequiredService<SpanMetricsRecorder>());
        services.AddSingleton<ISelfMetricsSource>(s => s.GetRequiredService<SpanMetricsRecorder>());
        services.AddHostedService<SpanMetricsMaintenance>();
    }
}
