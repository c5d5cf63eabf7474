namespace Tta.AppHost;

internal static class WorkerBuilderExtensions
{
    private const string HttpEndpointName = "http";

    /// <summary>Adds one of the demo's four services: the same program in another role.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The service's name, in telemetry too.</param>
    /// <param name="role">What the program is to be.</param>
    public static IResourceBuilder<ProjectResource> AddWorker(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string role) =>
        // Without a launch profile: four services cannot share its ports.
        builder.AddProject<Projects.DemoWorkers>(name, launchProfileName: null)
            .WithHttpEndpoint(name: HttpEndpointName)
            .WithArgs("--role", role)
            .WithHttpHealthCheck("/health", endpointName: HttpEndpointName)
            .WithInternalUrls(HttpEndpointName);

    /// <summary>Sends the service's telemetry to the collector, and no prompt with it.</summary>
    /// <param name="builder">The service.</param>
    /// <param name="collector">The collector.</param>
    public static IResourceBuilder<ProjectResource> WithTelemetryTo(
        this IResourceBuilder<ProjectResource> builder, IResourceBuilder<OpenTelemetryCollectorResource> collector) =>
        builder.WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Resource.OtlpHttpEndpoint)
            .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
            // Aspire turns this on in Development; prompts and answers are the users' own.
            .WithEnvironment("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "false")
            .WaitFor(collector);
}
