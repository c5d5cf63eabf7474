namespace Observatory.Prometheus;

/// <summary>One measured execution.</summary>
/// <param name="SeriesLabels">The labels of the series that it belongs to.</param>
/// <param name="Labels">Its own labels, a trace id as a rule.</param>
/// <param name="Time">Milliseconds since 1970.</param>
/// <param name="Value">What was measured.</param>
internal sealed record PrometheusExemplar(
    IReadOnlyDictionary<string, string> SeriesLabels, IReadOnlyDictionary<string, string> Labels, double Time, double Value);
