namespace Tta.AppHost;

internal static class PushgatewayBuilderExtensions
{
    private const string DataDirectory = "/pushgateway";

    /// <summary>Adds a Pushgateway that writes what it was sent to disk.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, which is also its host name for the other containers.</param>
    /// <param name="port">The port on this machine.</param>
    public static IResourceBuilder<PushgatewayResource> AddPushgateway(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null) =>
        builder.AddResource(new PushgatewayResource(name))
            .WithImage(PushgatewayContainerImageTags.Image, PushgatewayContainerImageTags.Tag)
            .WithImageRegistry(PushgatewayContainerImageTags.Registry)
            .WithIconName("ArrowUpload")
            .WithArgs($"--persistence.file={DataDirectory}/metrics")
            .WithHttpEndpoint(port: port, targetPort: 9091, name: PushgatewayResource.PrimaryEndpointName)
            .WithHttpHealthCheck("/-/ready", endpointName: PushgatewayResource.PrimaryEndpointName)
            .WithUrlForEndpoint(PushgatewayResource.PrimaryEndpointName, url => url.DisplayText = "Pushgateway");

    /// <summary>Keeps the pushed metrics in a volume.</summary>
    /// <param name="builder">The Pushgateway.</param>
    /// <param name="name">The volume's name.</param>
    public static IResourceBuilder<PushgatewayResource> WithDataVolume(
        this IResourceBuilder<PushgatewayResource> builder, string name) =>
        builder.WithVolume(name, DataDirectory);
}
