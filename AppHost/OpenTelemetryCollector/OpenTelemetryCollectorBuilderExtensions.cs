namespace Tta.AppHost;

internal static class OpenTelemetryCollectorBuilderExtensions
{
    private const string ConfigurationDirectory = "/etc/otelcol-contrib";

    /// <summary>Adds the collector (its "contrib" distribution, which has the connectors and exporters that the configuration uses).</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, which is also its host name for the other containers.</param>
    public static IResourceBuilder<OpenTelemetryCollectorResource> AddOpenTelemetryCollector(
        this IDistributedApplicationBuilder builder, [ResourceName] string name) =>
        builder.AddResource(new OpenTelemetryCollectorResource(name))
            .WithImage(OpenTelemetryCollectorContainerImageTags.Image, OpenTelemetryCollectorContainerImageTags.Tag)
            .WithImageRegistry(OpenTelemetryCollectorContainerImageTags.Registry)
            .WithIconName("ArrowRouting")
            .WithEndpoint(port: 4317, targetPort: 4317, scheme: "http", name: OpenTelemetryCollectorResource.OtlpGrpcEndpointName)
            .WithHttpEndpoint(port: 4318, targetPort: 4318, name: OpenTelemetryCollectorResource.OtlpHttpEndpointName)
            .WithHttpEndpoint(port: 9464, targetPort: 9464, name: OpenTelemetryCollectorResource.MetricsEndpointName)
            .WithHttpEndpoint(port: 8888, targetPort: 8888, name: OpenTelemetryCollectorResource.SelfMetricsEndpointName)
            .WithHttpEndpoint(targetPort: 13133, name: OpenTelemetryCollectorResource.HealthEndpointName)
            .WithHttpHealthCheck("/", endpointName: OpenTelemetryCollectorResource.HealthEndpointName)
            .WithInternalUrls(
                OpenTelemetryCollectorResource.OtlpGrpcEndpointName,
                OpenTelemetryCollectorResource.OtlpHttpEndpointName,
                OpenTelemetryCollectorResource.MetricsEndpointName,
                OpenTelemetryCollectorResource.SelfMetricsEndpointName,
                OpenTelemetryCollectorResource.HealthEndpointName);

    /// <summary>Mounts the directory with <c>config.yaml</c>, which the image reads by default.</summary>
    /// <param name="builder">The collector.</param>
    /// <param name="directory">The directory, relative to the AppHost.</param>
    public static IResourceBuilder<OpenTelemetryCollectorResource> WithConfiguration(
        this IResourceBuilder<OpenTelemetryCollectorResource> builder, string directory) =>
        builder.WithBindMount(directory, ConfigurationDirectory, isReadOnly: true);

    /// <summary>Sends traces to Jaeger as well.</summary>
    /// <param name="builder">The collector.</param>
    /// <param name="jaeger">Jaeger.</param>
    public static IResourceBuilder<OpenTelemetryCollectorResource> WithTracesTo(
        this IResourceBuilder<OpenTelemetryCollectorResource> builder, IResourceBuilder<JaegerResource> jaeger) =>
        builder.WithEnvironment("JAEGER_OTLP_ENDPOINT", jaeger.Resource.OtlpGrpcEndpoint);

    /// <summary>Sends logs to Loki as well.</summary>
    /// <param name="builder">The collector.</param>
    /// <param name="loki">Loki.</param>
    public static IResourceBuilder<OpenTelemetryCollectorResource> WithLogsTo(
        this IResourceBuilder<OpenTelemetryCollectorResource> builder, IResourceBuilder<LokiResource> loki) =>
        builder.WithEnvironment("LOKI_URL", loki.Resource.PrimaryEndpoint);

    /// <summary>
    /// Sends a copy of traces and logs to Observatory as well, while the AppHost runs. The metrics are left out: where Prometheus scrapes the
    /// collector, they would count twice.
    /// </summary>
    /// <param name="builder">The collector.</param>
    /// <param name="observatory">Observatory.</param>
    public static IResourceBuilder<OpenTelemetryCollectorResource> WithCopyTo(
        this IResourceBuilder<OpenTelemetryCollectorResource> builder, IResourceBuilder<ProjectResource> observatory) =>
        builder.WithEnvironment("OBSERVATORY_OTLP_ENDPOINT", observatory.GetEndpoint("otlp-http"))
            .WithReferenceRelationship(observatory)
            .WithArgs("--config", $"{ConfigurationDirectory}/observatory.yaml");

    /// <summary>
    /// Sends everything to the Aspire dashboard as well. The dashboard exists only while the AppHost runs, so a
    /// published system has neither the second configuration file nor the key.
    /// </summary>
    /// <param name="builder">The collector.</param>
    public static IResourceBuilder<OpenTelemetryCollectorResource> WithAspireDashboard(
        this IResourceBuilder<OpenTelemetryCollectorResource> builder) =>
        builder.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? builder
            : builder
                .WithOtlpExporter(OtlpProtocol.Grpc)
                .WithEnvironment(context =>
                    context.EnvironmentVariables["ASPIRE_DASHBOARD_OTLP_API_KEY"] =
                        builder.ApplicationBuilder.Configuration["AppHost:OtlpApiKey"] ?? string.Empty)
                .WithArgs(
                    "--config", $"{ConfigurationDirectory}/config.yaml",
                    "--config", $"{ConfigurationDirectory}/aspire-dashboard.yaml");
}
