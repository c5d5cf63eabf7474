namespace Observatory.Hosting;

/// <summary>What is served on an address. Several may share one, see <see cref="ObservatoryOptions"/>.</summary>
[Flags]
internal enum ListenerRoles
{
    None = 0,

    /// <summary>The web page and, for one-port use, the Jaeger query API.</summary>
    Ui = 1,

    /// <summary>OTLP over HTTP/1.1.</summary>
    OtlpHttp = 2,

    /// <summary>OTLP over gRPC (cleartext HTTP/2).</summary>
    OtlpGrpc = 4,

    /// <summary>The Jaeger query API.</summary>
    Jaeger = 8,

    /// <summary>The senders' metrics, for Prometheus to scrape.</summary>
    Metrics = 16,

    /// <summary>Observatory's own metrics.</summary>
    SelfMetrics = 32,

    All = Ui | OtlpHttp | OtlpGrpc | Jaeger | Metrics | SelfMetrics,
}
