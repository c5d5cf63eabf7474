namespace Observatory.Metrics.Exposition;

/// <summary>The two texts a scraper may ask for.</summary>
internal enum ExpositionFormat
{
    /// <summary>Prometheus text 0.0.4.</summary>
    PrometheusText,

    /// <summary>OpenMetrics 1.0, the only one with exemplars.</summary>
    OpenMetrics,
}
