namespace Tta.AppHost;

internal static class AlertmanagerBuilderExtensions
{
    private const string ConfigurationDirectory = "/etc/alertmanager";
    private const string DataDirectory = "/alertmanager";

    /// <summary>Adds Alertmanager.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name, which is also its host name for the other containers.</param>
    /// <param name="port">The port on this machine.</param>
    public static IResourceBuilder<AlertmanagerResource> AddAlertmanager(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, int? port = null)
    {
        var alertmanager = new AlertmanagerResource(name);
        return builder.AddResource(alertmanager)
            .WithImage(AlertmanagerContainerImageTags.Image, AlertmanagerContainerImageTags.Tag)
            .WithImageRegistry(AlertmanagerContainerImageTags.Registry)
            .WithIconName("Alert")
            .WithArgs(
                $"--config.file={ConfigurationDirectory}/alertmanager.yml",
                $"--storage.path={DataDirectory}",
                // One of them: no cluster, no port for it, and no ten seconds of looking for others before the first alert is sent.
                "--cluster.listen-address=")
            .WithExternalUrl(alertmanager.PrimaryEndpoint)
            .WithHttpEndpoint(port: port, targetPort: 9093, name: AlertmanagerResource.PrimaryEndpointName)
            .WithHttpHealthCheck("/-/ready", endpointName: AlertmanagerResource.PrimaryEndpointName)
            .WithUrlForEndpoint(AlertmanagerResource.PrimaryEndpointName, url => url.DisplayText = "Alertmanager");
    }

    /// <summary>Mounts the directory with <c>alertmanager.yml</c>.</summary>
    /// <param name="builder">Alertmanager.</param>
    /// <param name="directory">The directory, relative to the AppHost.</param>
    public static IResourceBuilder<AlertmanagerResource> WithConfiguration(
        this IResourceBuilder<AlertmanagerResource> builder, string directory) =>
        builder.WithBindMount(directory, ConfigurationDirectory, isReadOnly: true);

    /// <summary>Keeps silences and the record of what was sent in a volume.</summary>
    /// <param name="builder">Alertmanager.</param>
    /// <param name="name">The volume's name.</param>
    public static IResourceBuilder<AlertmanagerResource> WithDataVolume(
        this IResourceBuilder<AlertmanagerResource> builder, string name) =>
        builder.WithVolume(name, DataDirectory);
}
