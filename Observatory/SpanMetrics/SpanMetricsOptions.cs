using Observatory.Hosting;

namespace Observatory.SpanMetrics;

/// <summary>
/// What is derived from spans. The values are those of the connectors <c>span_metrics</c> and <c>service_graph</c> in
/// otel-collector/config.yaml, or their defaults where it says nothing.
/// </summary>
internal sealed class SpanMetricsOptions
{
    /// <summary>Whether anything is derived. Default yes; not behind a collector that derives the same, or all is counted twice.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Series of one metric; what is beyond is counted together in one more. Default 2,000.</summary>
    public int MaxSeriesPerMetric { get; init; } = 2_000;

    /// <summary>A service of which no span came for this long loses its series. Default 10 minutes.</summary>
    public TimeSpan OperationExpiration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A pair of services that did not call for this long loses its series. Default 15 minutes.</summary>
    public TimeSpan CallExpiration { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a span waits for its partner. Default 10 seconds.</summary>
    public TimeSpan PartnerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Spans that wait for their partner at one time; further ones are missing in the service graph, and counted. Default 10,000.</summary>
    public int MaxWaiting { get; init; } = 10_000;

    /// <summary>Reads the setting.</summary>
    /// <exception cref="ConfigurationException">It is not usable.</exception>
    public static SpanMetricsOptions Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration.GetSection("Observatory"), "OBSERVATORY__");
        return new() { IsEnabled = reader.Flag("SpanMetrics", otherwise: true) };
    }
}
