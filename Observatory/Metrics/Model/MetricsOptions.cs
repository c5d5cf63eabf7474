using Observatory.Hosting;

namespace Observatory.Metrics.Model;

/// <summary>Limits of the metric store. Read from the section <c>Observatory</c>; every value is a guard, none has to be set.</summary>
internal sealed class MetricsOptions
{
    /// <summary>
    /// Most Prometheus series held at once; a histogram counts one per bucket plus three. A new series beyond it is refused, existing ones
    /// go on. Default 200 000, about 100 MB at the usual label sizes.
    /// </summary>
    public int MaxSeries { get; init; } = 200_000;

    /// <summary>Most series of one metric, so that one careless label cannot take the whole store. Default 50 000.</summary>
    public int MaxSeriesPerMetric { get; init; } = 50_000;

    /// <summary>Most bytes of label text and help held at once. Default 64 MiB.</summary>
    public long MaxLabelBytes { get; init; } = 64L << 20;

    /// <summary>Most labels of one series. Default 64, Prometheus' own recommended ceiling.</summary>
    public int MaxLabels { get; init; } = 64;

    /// <summary>Longest label value in bytes of UTF-8. A longer one refuses the point (cut on <c>target_info</c>). Default 1024.</summary>
    public int MaxLabelValueBytes { get; init; } = 1024;

    /// <summary>Most explicit bounds of one histogram. Default 256.</summary>
    public int MaxBuckets { get; init; } = 256;

    /// <summary>
    /// A series that was not updated for this long is forgotten, like the collector's <c>metric_expiration</c>. Default five minutes.
    /// </summary>
    public TimeSpan MetricExpiration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationException">One is not usable; the message names it.</exception>
    public static MetricsOptions Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration.GetSection("Observatory"), "OBSERVATORY__");
        var defaults = new MetricsOptions();
        return new()
        {
            MaxSeries = (int)reader.Fitting("MaxSeries", defaults.MaxSeries, 1, 100_000_000, part: 12, each: 512),
            MaxSeriesPerMetric = (int)reader.Number("MaxSeriesPerMetric", defaults.MaxSeriesPerMetric, 1, 100_000_000),
            MaxLabelBytes = reader.Fitting("MaxLabelBytes", defaults.MaxLabelBytes, 64 * 1024, long.MaxValue, part: 24),
            MaxLabels = (int)reader.Number("MaxLabels", defaults.MaxLabels, 1, 1000),
            MaxLabelValueBytes = (int)reader.Number("MaxLabelValueBytes", defaults.MaxLabelValueBytes, 1, 1024 * 1024),
            MaxBuckets = (int)reader.Number("MaxBuckets", defaults.MaxBuckets, 1, 4000),
            MetricExpiration = reader.Duration("MetricExpiration", defaults.MetricExpiration, TimeSpan.FromSeconds(1)),
        };
    }
}
