using Observatory.Otlp;
using Observatory.SelfMonitoring;

namespace Observatory.Ingest;

/// <summary>What came in of one signal over one transport, under the collector's names.</summary>
internal sealed class SignalMetrics
{
    private readonly SelfCounter _accepted;
    private readonly SelfCounter _refused;

    /// <summary>Registers the counters.</summary>
    public SignalMetrics(SelfMetrics metrics, OtlpSignal signal, string transport)
    {
        var items = signal switch { OtlpSignal.Traces => "spans", OtlpSignal.Metrics => "metric_points", _ => "log_records" };
        (string, string)[] labels = [("receiver", "otlp"), ("transport", transport)];
        _accepted = metrics.Counter($"otelcol_receiver_accepted_{items}_total", $"Count of {items} received and kept.", labels);
        _refused = metrics.Counter($"otelcol_receiver_refused_{items}_total", $"Count of {items} received and not kept, where the count was known.", labels);
    }

    /// <summary>Counts a request's outcome.</summary>
    public void Count(OtlpOutcome outcome)
    {
        _accepted.Add(outcome.Accepted);
        _refused.Add(outcome.Rejected);
    }
}
