using Observatory.SelfMonitoring;
using Observatory.Traces.Store;

namespace Observatory.Traces;

/// <summary>What the trace store says about itself.</summary>
internal sealed class TraceSelfMetrics(TraceStore store, StoreLimits limits, TraceReplay replay) : ISelfMetricsSource
{
    /// <inheritdoc/>
    public void Register(SelfMetrics metrics)
    {
        // The store is to its receiver what an exporter's backend is in the collector.
        metrics.Counter(
            "otelcol_exporter_sent_spans_total", "Count of spans stored, each once.", () => store.Counts.Stored, ("exporter", "observatory"));
        metrics.Counter("observatory_spans_duplicate_total", "Count of spans that came again and were not stored twice.", () => store.Counts.Duplicates);
        metrics.Counter(
            "observatory_spans_rejected_total", "Count of spans over a limit of their trace or of the number of services.", () => store.Counts.Rejected);
        const string dropped = "Count of stored spans dropped, by what made them go.";
        metrics.Counter("observatory_spans_dropped_total", dropped, () => store.Counts.DroppedByAge, ("reason", "age"));
        metrics.Counter("observatory_spans_dropped_total", dropped, () => store.Counts.DroppedBySize, ("reason", "size"));
        metrics.Gauge("observatory_spans_stored", "Spans stored now.", () => store.Size.Spans);
        metrics.Gauge("observatory_spans_limit", "Spans stored at most.", () => limits.Spans);
        metrics.Gauge("observatory_spans_sealed", "Spans stored now in sealed parts.", () => store.Size.SealedSpans);
        metrics.Gauge("observatory_traces_stored", "Traces stored now; one in several files counts in each.", () => store.Size.Traces);
        metrics.Gauge("observatory_trace_segments", "Files of traces: sealed parts, and segments that are not sealed yet.", () => store.Size.Segments);
        metrics.Gauge("observatory_trace_disk_bytes", "Bytes of the files of traces.", () => store.Size.DiskBytes);
        metrics.Gauge("observatory_trace_disk_limit_bytes", "Bytes that the files of traces may take.", () => limits.DiskBytes);
        metrics.Gauge("observatory_trace_index_bytes", "Bytes of memory that the index of spans takes.", () => store.Size.IndexBytes);
        metrics.Gauge(
            "observatory_trace_oldest_timestamp_seconds", "When the oldest stored span arrived, in seconds since 1970; 0 when there is none.",
            () => (store.Size.OldestArrival ?? 0) / 1000.0);
        metrics.Gauge("observatory_trace_replay_seconds", "How long reading the stored traces took at the start, in seconds.", () => replay.Seconds);
        metrics.Gauge("observatory_trace_damaged_bytes", "Bytes of segments that were damaged when they were read at the start.", () => replay.DamagedBytes);
    }
}
