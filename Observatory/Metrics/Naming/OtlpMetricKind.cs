namespace Observatory.Metrics.Naming;

/// <summary>What an OTLP metric carries, as far as naming and exposition care.</summary>
internal enum OtlpMetricKind
{
    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>A monotonic sum.</summary>
    Counter,

    /// <summary>A non-monotonic sum; a gauge to Prometheus.</summary>
    UpDownCounter,

    /// <summary>An explicit-bucket or exponential histogram.</summary>
    Histogram,

    /// <summary>Quantiles computed by the sender.</summary>
    Summary,
}
