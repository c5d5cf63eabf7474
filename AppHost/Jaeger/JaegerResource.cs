namespace Tta.AppHost;

/// <summary>Jaeger: keeps the traces and shows them.</summary>
internal sealed class JaegerResource(string name) : ContainerResource(name)
{
    internal const string UiEndpointName = "ui";
    internal const string OtlpGrpcEndpointName = "otlp-grpc";
    internal const string OtlpHttpEndpointName = "otlp-http";
    internal const string HealthEndpointName = "health";
    internal const string SelfMetricsEndpointName = "self-metrics";

    /// <summary>The web interface and the query API.</summary>
    public EndpointReference UiEndpoint => field ??= new(this, UiEndpointName);

    /// <summary>Where traces arrive over OTLP/gRPC.</summary>
    public EndpointReference OtlpGrpcEndpoint => field ??= new(this, OtlpGrpcEndpointName);
}
