namespace Tta.AppHost;

internal static class PrometheusBuilderExtensions
{
    private const string ConfigurationDirectory = "/etc/prometheus";
    private const string DataDirectory = "/prometheus";

    /// <summary>Adds Prometheus, with exemplars stored so that a point of a graph leads to its trace.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, which is also its host name for the other containers.</param>
    /// <param name="port">The port on this machine.</param>
    public static IResourceBuilder<PrometheusResource> AddPrometheus(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null)
    {
        var prometheus = new PrometheusResource(name);
        return builder.AddResource(prometheus)
            .WithImage(PrometheusContainerImageTags.Image, PrometheusContainerImageTags.Tag)
            .WithImageRegistry(PrometheusContainerImageTags.Registry)
            .WithIconName("DataTrending")
            .WithArgs(
                $"--config.file={ConfigurationDirectory}/prometheus.yml",
                $"--storage.tsdb.path={DataDirectory}",
                "--storage.tsdb.retention.time=30d",
                "--enable-feature=exemplar-storage",
                PrometheusResource.NoOtherOrigin)
            .WithExternalUrl(prometheus.PrimaryEndpoint)
            .WithHttpEndpoint(port: port, targetPort: 9090, name: PrometheusResource.PrimaryEndpointName)
            .WithHttpHealthCheck("/-/ready", endpointName: PrometheusResource.PrimaryEndpointName)
            .WithUrlForEndpoint(PrometheusResource.PrimaryEndpointName, url => url.DisplayText = "Prometheus");
    }

    /// <summary>Mounts the directory with <c>prometheus.yml</c>, its rules and its targets.</summary>
    /// <param name="builder">Prometheus.</param>
    /// <param name="directory">The directory, relative to the AppHost.</param>
    public static IResourceBuilder<PrometheusResource> WithConfiguration(
        this IResourceBuilder<PrometheusResource> builder, string directory) =>
        builder.WithBindMount(directory, ConfigurationDirectory, isReadOnly: true);

    /// <summary>Keeps the metrics in a volume.</summary>
    /// <param name="builder">Prometheus.</param>
    /// <param name="name">The volume's name.</param>
    public static IResourceBuilder<PrometheusResource> WithDataVolume(
        this IResourceBuilder<PrometheusResource> builder, string name) =>
        builder.WithVolume(name, DataDirectory);
}
