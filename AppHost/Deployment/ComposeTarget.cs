namespace Tta.AppHost;

internal static class ComposeTarget
{
    private const string Compose = "compose";
    private const string ProjectName = "tta-aspire";

    /// <summary>
    /// Lets the same model be published for Docker Compose when asked to with <c>--Target compose</c>. Only then: the presence of a
    /// compute environment changes what the manifest says of every container.
    /// </summary>
    /// <param name="builder">The application.</param>
    public static void AddComposeTarget(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsPublishMode || !string.Equals(builder.Configuration["Target"], Compose, StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        // A dashboard of the environment's own would take the services' telemetry away from the collector.
        // Without a name the project would be called like the directory, and so would its volumes.
        builder.AddDockerComposeEnvironment(Compose)
            .WithDashboard(enabled: false)
            .ConfigureComposeFile(file => file.Name = ProjectName);

        foreach (var resource in builder.Resources.OfType<IComputeResource>())
        {
            builder.CreateResourceBuilder(resource).PublishAsDockerComposeService((_, service) =>
            {
                service.Restart = "unless-stopped";
                service.Ports.AddRange(FixedPorts(resource));
            });
        }
    }

    // What has a fixed port on a developer's machine has the same one here, and on loopback only as well.
    private static IEnumerable<string> FixedPorts(IResource resource) =>
        from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
        where endpoint.Port is not null
        select $"127.0.0.1:{endpoint.Port}:{endpoint.TargetPort}";
}
