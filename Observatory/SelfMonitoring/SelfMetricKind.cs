namespace Observatory.SelfMonitoring;

/// <summary>Whether a self-metric only grows.</summary>
internal enum SelfMetricKind
{
    Counter,
    Gauge,
}
