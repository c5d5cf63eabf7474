namespace Tta.AppHost;

internal static class JaegerBuilderExtensions
{
    private const string ConfigurationDirectory = "/etc/jaeger";

    // The one directory that the image's unprivileged user may write to, and that a new volume takes its permissions from.
    private const string DataDirectory = "/tmp";

    /// <summary>Adds Jaeger v2.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, which is also its host name for the other containers.</param>
    /// <param name="port">The web interface's port on this machine.</param>
    public static IResourceBuilder<JaegerResource> AddJaeger(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null) =>
        builder.AddResource(new JaegerResource(name))
            .WithImage(JaegerContainerImageTags.Image, JaegerContainerImageTags.Tag)
            .WithImageRegistry(JaegerContainerImageTags.Registry)
            .WithIconName("Timeline")
            .WithArgs("--config", $"{ConfigurationDirectory}/config.yaml")
            .WithHttpEndpoint(port: port, targetPort: 16686, name: JaegerResource.UiEndpointName)
            .WithEndpoint(targetPort: 4317, scheme: "http", name: JaegerResource.OtlpGrpcEndpointName)
            .WithHttpEndpoint(targetPort: 4318, name: JaegerResource.OtlpHttpEndpointName)
            .WithHttpEndpoint(targetPort: 13133, name: JaegerResource.HealthEndpointName)
            .WithHttpEndpoint(targetPort: 8888, name: JaegerResource.SelfMetricsEndpointName)
            .WithHttpHealthCheck("/status", endpointName: JaegerResource.HealthEndpointName)
            .WithUrlForEndpoint(JaegerResource.UiEndpointName, url => url.DisplayText = "Jaeger")
            .WithInternalUrls(
                JaegerResource.OtlpGrpcEndpointName,
                JaegerResource.OtlpHttpEndpointName,
                JaegerResource.HealthEndpointName,
                JaegerResource.SelfMetricsEndpointName);

    /// <summary>Mounts the directory with <c>config.yaml</c> and <c>ui.json</c>.</summary>
    /// <param name="builder">Jaeger.</param>
    /// <param name="directory">The directory, relative to the AppHost.</param>
    public static IResourceBuilder<JaegerResource> WithConfiguration(
        this IResourceBuilder<JaegerResource> builder, string directory) =>
        builder.WithBindMount(directory, ConfigurationDirectory, isReadOnly: true);

    /// <summary>Keeps the traces in a volume.</summary>
    /// <param name="builder">Jaeger.</param>
    /// <param name="name">The volume's name.</param>
    public static IResourceBuilder<JaegerResource> WithDataVolume(
        this IResourceBuilder<JaegerResource> builder, string name) =>
        builder.WithVolume(name, DataDirectory);

    /// <summary>Lets the Monitor tab read from Prometheus what the collector derives from the spans.</summary>
    /// <param name="builder">Jaeger.</param>
    /// <param name="prometheus">Prometheus.</param>
    public static IResourceBuilder<JaegerResource> WithMetricsFrom(
        this IResourceBuilder<JaegerResource> builder, IResourceBuilder<PrometheusResource> prometheus) =>
        builder.WithEnvironment("PROMETHEUS_URL", prometheus.Resource.PrimaryEndpoint);
}
