using System.Diagnostics;
using Observatory.SelfMonitoring;

namespace Observatory.Metrics.Exposition;

/// <summary>What Prometheus' client libraries say about every process, under their names.</summary>
internal static class ProcessMetrics
{
    /// <summary>Adds them to the registry.</summary>
    public static void Register(SelfMetrics metrics)
    {
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        metrics.Gauge("process_start_time_seconds", "When the process started, in seconds since 1970.", () => started);
        metrics.Gauge("process_resident_memory_bytes", "Memory of the process in RAM.", () => Environment.WorkingSet);
        metrics.Gauge("process_runtime_heap_bytes", "Memory that managed objects took at the last collection.", () => GC.GetGCMemoryInfo().HeapSizeBytes);
        metrics.Gauge("process_num_threads", "Threads of the process.", () =>
        {
            using var current = Process.GetCurrentProcess();
            return current.Threads.Count;
        });
        metrics.Counter("process_cpu_seconds_total", "Processor time used, user and system.", () =>
        {
            using var current = Process.GetCurrentProcess();
            return current.TotalProcessorTime.TotalSeconds;
        });
    }
}
