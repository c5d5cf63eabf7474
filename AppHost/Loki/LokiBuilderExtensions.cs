namespace Tta.AppHost;

internal static class LokiBuilderExtensions
{
    private const string ConfigurationDirectory = "/etc/loki";
    private const string DataDirectory = "/loki";

    /// <summary>Adds Loki.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, which is also its host name for the other containers.</param>
    /// <param name="port">The port on this machine; any free one when not given.</param>
    public static IResourceBuilder<LokiResource> AddLoki(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null) =>
        builder.AddResource(new LokiResource(name))
            .WithImage(LokiContainerImageTags.Image, LokiContainerImageTags.Tag)
            .WithImageRegistry(LokiContainerImageTags.Registry)
            .WithIconName("DocumentText")
            .WithArgs($"-config.file={ConfigurationDirectory}/config.yaml")
            .WithHttpEndpoint(port: port, targetPort: 3100, name: LokiResource.PrimaryEndpointName)
            .WithHttpHealthCheck("/ready", endpointName: LokiResource.PrimaryEndpointName)
            .WithInternalUrls(LokiResource.PrimaryEndpointName);

    /// <summary>Mounts the directory with <c>config.yaml</c>.</summary>
    /// <param name="builder">Loki.</param>
    /// <param name="directory">The directory, relative to the AppHost.</param>
    public static IResourceBuilder<LokiResource> WithConfiguration(
        this IResourceBuilder<LokiResource> builder, string directory) =>
        builder.WithBindMount(directory, ConfigurationDirectory, isReadOnly: true);

    /// <summary>Keeps the logs in a volume.</summary>
    /// <param name="builder">Loki.</param>
    /// <param name="name">The volume's name.</param>
    public static IResourceBuilder<LokiResource> WithDataVolume(
        this IResourceBuilder<LokiResource> builder, string name) =>
        builder.WithVolume(name, DataDirectory);
}
