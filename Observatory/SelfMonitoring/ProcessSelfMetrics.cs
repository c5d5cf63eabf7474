namespace Observatory.SelfMonitoring;

/// <summary>What the process takes, under the collector's names.</summary>
internal sealed class ProcessSelfMetrics : ISelfMetricsSource
{
    private readonly long _started = TimeProvider.System.GetTimestamp();

    /// <inheritdoc/>
    public void Register(SelfMetrics metrics)
    {
        metrics.Counter(
            "otelcol_process_uptime_seconds_total", "Seconds since the process started.", () => TimeProvider.System.GetElapsedTime(_started).TotalSeconds);
        metrics.Counter("otelcol_process_cpu_seconds_total", "Seconds of processor time used.", () => Environment.CpuUsage.TotalTime.TotalSeconds);
        metrics.Gauge("otelcol_process_memory_rss_bytes", "Bytes of memory that the process holds.", () => Environment.WorkingSet);
        metrics.Gauge("otelcol_process_runtime_heap_alloc_bytes", "Bytes of the managed heap.", () => GC.GetTotalMemory(forceFullCollection: false));
    }
}
