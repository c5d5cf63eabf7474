using Observatory.Hosting;
using Observatory.Otlp;
using Observatory.SelfMonitoring;
using Observatory.Traces.Query;
using Observatory.Traces.Storage;

namespace Observatory.Traces;

/// <summary>Registers the trace store and what belongs to it.</summary>
internal static class TracesPart
{
    /// <summary>Adds the services.</summary>
    public static void AddTraces(this IServiceCollection services)
    {
        services.AddSingleton(s => StoreLimits.From(s.GetRequiredService<ObservatoryOptions>()));
        services.AddSingleton(s => new TraceStore(
            s.GetRequiredService<DataDirectory>().Sub("traces"), s.GetRequiredService<StoreLimits>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<TraceReader>();
        services.AddSingleton<SegmentReplay>();
        services.AddSingleton<IStartupTask>(s => s.GetRequiredService<SegmentReplay>());
        services.AddSingleton<IOtlpConsumer, TraceConsumer>();
        services.AddHostedService<TraceMaintenance>();
        services.AddSingleton<ISelfMetricsSource, TraceSelfMetrics>();
    }
}
