using System.Diagnostics;
using Observatory.SelfMonitoring;

namespace Observatory.Metrics.Exposition;

/// <summary>What Prometheus' client libraries say about every process, under their names.</summary>
internal sealed class ProcessMetrics : ISelfMetricsSource
{
    /// <inheritdoc />
    public void Register(SelfMetrics metrics)
    {
        using var process = Process.GetCurrentProcess();
        var started = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;
        metrics.Gauge("process_start_time_seconds", "When the process started, in seconds since 1970.", () => started);
        metrics.Gauge("process_resident_memory_bytes", "Bytes of memory that the process holds.", () => Environment.WorkingSet);
        metrics.Counter("process_cpu_seconds_total", "Seconds of processor time used, user and system.", () => Environment.CpuUsage.TotalTime.TotalSeconds);
        metrics.Gauge("process_threads", "Threads of the process.", () =>
        {
            using var current = Process.GetCurrentProcess();
            return current.Threads.Count;
        });
    }
}
