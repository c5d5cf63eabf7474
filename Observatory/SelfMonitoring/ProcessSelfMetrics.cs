using System.Diagnostics;

namespace Observatory.SelfMonitoring;

/// <summary>What the process takes, under the collector's names and under those of Prometheus' client libraries.</summary>
internal sealed class ProcessSelfMetrics : ISelfMetricsSource
{
    private readonly long _started = TimeProvider.System.GetTimestamp();

    /// <inheritdoc/>
    public void Register(SelfMetrics metrics)
    {
        metrics.Counter(
            "otelcol_process_uptime_seconds_total", "Seconds since the process started.", () => TimeProvider.System.GetElapsedTime(_started).TotalSeconds);
        metrics.Counter("otelcol_process_cpu_seconds_total", "Seconds of processor time used.", ProcessorSeconds);
        metrics.Gauge("otelcol_process_memory_rss_bytes", "Bytes of memory that the process holds.", () => Environment.WorkingSet);
        metrics.Gauge("otelcol_process_runtime_heap_alloc_bytes", "Bytes of the managed heap.", () => GC.GetTotalMemory(forceFullCollection: false));

        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        metrics.Gauge("process_start_time_seconds", "When the process started, in seconds since 1970.", () => started);
        metrics.Gauge("process_resident_memory_bytes", "Bytes of memory that the process holds.", () => Environment.WorkingSet);
        metrics.Counter("process_cpu_seconds_total", "Seconds of processor time used, user and system.", ProcessorSeconds);
        metrics.Gauge("process_threads", "Threads of the process.", Threads);
    }

    private static double ProcessorSeconds() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private static double Threads()
    {
        using var current = Process.GetCurrentProcess();
        return current.Threads.Count;
    }
}
