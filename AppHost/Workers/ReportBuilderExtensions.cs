namespace Tta.AppHost;

internal static class ReportBuilderExtensions
{
    /// <summary>
    /// Adds the batch job that reports on the last hour and pushes the result. It runs when somebody starts it, ends by itself, and is in no
    /// manifest: what is deployed runs it from a scheduler of its own.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The job's name.</param>
    /// <param name="prometheus">Whom it asks.</param>
    /// <param name="pushgateway">Where it pushes to.</param>
    public static IResourceBuilder<ProjectResource> AddReport(
        this IDistributedApplicationBuilder builder, [ResourceName] string name,
        IResourceBuilder<PrometheusResource> prometheus, IResourceBuilder<PushgatewayResource> pushgateway) =>
        builder.AddProject<Projects.DemoWorkers>(name, launchProfileName: null)
            .WithArgs("--role", "report")
            .WithEnvironment("Report__Prometheus", prometheus.Resource.PrimaryEndpoint)
            .WithEnvironment("Report__Pushgateway", pushgateway.Resource.PrimaryEndpoint)
            .WithIconName("DocumentTable")
            .WaitFor(prometheus)
            .WaitFor(pushgateway)
            .RunBuilt()
            .WithExplicitStart()
            .ExcludeFromManifest();
}
