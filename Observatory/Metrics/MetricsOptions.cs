namespace Observatory.Metrics;

/// <summary>Limits of the metric store. Read from the section <c>Observatory</c>; every value is a guard, none has to be set.</summary>
internal sealed class MetricsOptions
{
    /// <summary>
    /// Most Prometheus series held at once; a histogram counts one per bucket plus three. A new series beyond it is refused, existing ones
    /// go on. Default 200 000, about 100 MB at the usual label sizes.
    /// </summary>
    public int MaxSeries { get; set; } = 200_000;

    /// <summary>Most series of one metric, so that one careless label cannot take the whole store. Default 50 000.</summary>
    public int MaxSeriesPerMetric { get; set; } = 50_000;

    /// <summary>Most bytes of label text and help held at once. Default 64 MiB.</summary>
    public long MaxLabelBytes { get; set; } = 64L << 20;

    /// <summary>Most labels of one series. Default 64, Prometheus' own recommended ceiling.</summary>
    public int MaxLabels { get; set; } = 64;

    /// <summary>Longest label value in bytes of UTF-8. A longer one refuses the point (cut on <c>target_info</c>). Default 1024.</summary>
    public int MaxLabelValueBytes { get; set; } = 1024;

    /// <summary>Most explicit bounds of one histogram. Default 256.</summary>
    public int MaxBuckets { get; set; } = 256;

    /// <summary>A series that was not updated for this long is forgotten, like the collector's <c>metric_expiration</c>. Default five minutes.</summary>
    public TimeSpan MetricExpiration { get; set; } = TimeSpan.FromMinutes(5);
}
