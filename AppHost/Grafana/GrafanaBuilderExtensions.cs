namespace Tta.AppHost;

internal static class GrafanaBuilderExtensions
{
    private const string ProvisioningDirectory = "/etc/grafana/provisioning";
    private const string DashboardDirectory = "/var/lib/grafana/dashboards";
    private const string DataDirectory = "/var/lib/grafana";

    /// <summary>Adds Grafana, which anyone on this machine may view without signing in.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="adminPassword">The password of the user <c>admin</c>, who may edit.</param>
    /// <param name="port">The port on this machine.</param>
    public static IResourceBuilder<GrafanaResource> AddGrafana(
        this IDistributedApplicationBuilder builder,
        [ResourceName] string name,
        IResourceBuilder<ParameterResource> adminPassword,
        int? port = null) =>
        builder.AddResource(new GrafanaResource(name))
            .WithImage(GrafanaContainerImageTags.Image, GrafanaContainerImageTags.Tag)
            .WithImageRegistry(GrafanaContainerImageTags.Registry)
            .WithIconName("DataArea")
            .WithEnvironment("GF_SECURITY_ADMIN_PASSWORD", adminPassword)
            .WithEnvironment("GF_AUTH_ANONYMOUS_ENABLED", "true")
            .WithEnvironment("GF_AUTH_ANONYMOUS_ORG_ROLE", "Viewer")
            .WithEnvironment("GF_ANALYTICS_REPORTING_ENABLED", "false")
            .WithEnvironment("GF_ANALYTICS_CHECK_FOR_UPDATES", "false")
            .WithHttpEndpoint(port: port, targetPort: 3000, name: GrafanaResource.PrimaryEndpointName)
            .WithHttpHealthCheck("/api/health", endpointName: GrafanaResource.PrimaryEndpointName)
            .WithUrlForEndpoint(GrafanaResource.PrimaryEndpointName, url => url.DisplayText = "Dashboards");

    /// <summary>Shows one of the mounted dashboards first.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="fileName">The dashboard's file, of the classic format.</param>
    public static IResourceBuilder<GrafanaResource> WithHomeDashboard(this IResourceBuilder<GrafanaResource> builder, string fileName) =>
        builder.WithEnvironment("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH", $"{DashboardDirectory}/{fileName}");

    /// <summary>Mounts what Grafana sets up by itself when it starts: its data sources and dashboards.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="provisioning">The directory with the provisioning files, relative to the AppHost.</param>
    /// <param name="dashboards">The directory with the dashboards, relative to the AppHost.</param>
    public static IResourceBuilder<GrafanaResource> WithProvisioning(
        this IResourceBuilder<GrafanaResource> builder, string provisioning, string dashboards) =>
        builder.WithBindMount(provisioning, ProvisioningDirectory, isReadOnly: true)
            .WithBindMount(dashboards, DashboardDirectory, isReadOnly: true);

    /// <summary>Keeps users, preferences and dashboards made by hand in a volume.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="name">The volume's name.</param>
    public static IResourceBuilder<GrafanaResource> WithDataVolume(
        this IResourceBuilder<GrafanaResource> builder, string name) =>
        builder.WithVolume(name, DataDirectory);

    /// <summary>Metrics come from Prometheus.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="prometheus">Prometheus.</param>
    public static IResourceBuilder<GrafanaResource> WithMetricsFrom(
        this IResourceBuilder<GrafanaResource> builder, IResourceBuilder<PrometheusResource> prometheus) =>
        builder.WithEnvironment("PROMETHEUS_URL", prometheus.Resource.PrimaryEndpoint);

    /// <summary>Traces come from Jaeger.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="jaeger">Jaeger.</param>
    public static IResourceBuilder<GrafanaResource> WithTracesFrom(
        this IResourceBuilder<GrafanaResource> builder, IResourceBuilder<JaegerResource> jaeger) =>
        builder.WithEnvironment("JAEGER_URL", jaeger.Resource.UiEndpoint);

    /// <summary>Logs come from Loki.</summary>
    /// <param name="builder">Grafana.</param>
    /// <param name="loki">Loki.</param>
    public static IResourceBuilder<GrafanaResource> WithLogsFrom(
        this IResourceBuilder<GrafanaResource> builder, IResourceBuilder<LokiResource> loki) =>
        builder.WithEnvironment("LOKI_URL", loki.Resource.PrimaryEndpoint);
}
