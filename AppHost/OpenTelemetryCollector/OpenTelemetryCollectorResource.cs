namespace Tta.AppHost;

/// <summary>The OpenTelemetry Collector: takes what the services emit and hands it to every backend.</summary>
internal sealed class OpenTelemetryCollectorResource(string name) : ContainerResource(name)
{
    internal const string OtlpGrpcEndpointName = "otlp-grpc";
    internal const string OtlpHttpEndpointName = "otlp-http";
    internal const string MetricsEndpointName = "metrics";
    internal const string SelfMetricsEndpointName = "self-metrics";
    internal const string HealthEndpointName = "health";

    /// <summary>Where services send over OTLP/HTTP.</summary>
    public EndpointReference OtlpHttpEndpoint => field ??= new(this, OtlpHttpEndpointName);

    /// <summary>Where Prometheus scrapes what the services measured.</summary>
    public EndpointReference MetricsEndpoint => field ??= new(this, MetricsEndpointName);

    /// <summary>Where Prometheus scrapes what the collector measures about itself.</summary>
    public EndpointReference SelfMetricsEndpoint => field ??= new(this, SelfMetricsEndpointName);
}
