using Observatory.Hosting;
using Observatory.Otlp;
using Observatory.SelfMonitoring;
using Observatory.Storage;
using Observatory.Traces.Otlp;
using Observatory.Traces.Query;
using Observatory.Traces.Store;

namespace Observatory.Traces;

/// <summary>Registers the trace store and what belongs to it.</summary>
internal static class TracesPart
{
    /// <summary>Adds the services.</summary>
    public static void AddTraces(this IServiceCollection services)
    {
        services.AddSingleton(s => StoreLimits.From(s.GetRequiredService<ObservatoryOptions>()));
        services.AddSingleton(s =>
        {
            var directory = s.GetRequiredService<DataDirectory>().Sub("traces");
            var limits = s.GetRequiredService<StoreLimits>();
            var disk = s.GetRequiredService<Disk>();
            var gate = new WriteGate("traces", directory, limits.MinFreeDiskBytes, disk, s.GetRequiredService<Troubles>());
            return new TraceStore(directory, limits, s.GetRequiredService<TimeProvider>(), gate, s.GetRequiredService<ProcessEnd>().Fail, disk);
        });
        services.AddSingleton<TraceReader>();
        services.AddSingleton<TraceReplay>();
        services.AddSingleton<IStartupTask>(s => s.GetRequiredService<TraceReplay>());
        services.AddSingleton<IOtlpConsumer, TraceConsumer>();
        services.AddSingleton<IMaintainedStore>(s => s.GetRequiredService<TraceStore>());
        services.AddSingleton<ISelfMetricsSource, TraceSelfMetrics>();
        services.AddHostedService<PartMaintenance>();
    }
}
