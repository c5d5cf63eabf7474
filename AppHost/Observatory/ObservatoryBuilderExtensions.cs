namespace Tta.AppHost;

internal static class ObservatoryBuilderExtensions
{
    /// <summary>
    /// Adds Observatory, which does in one process what collector, Jaeger, Loki and Grafana do in containers. It is in no manifest.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="dashboards">The directory with the dashboards, relative to the AppHost.</param>
    /// <param name="isBeside">
    /// Whether the others run too: then it listens on free ports, where otherwise it listens where they would, and hands nothing on to the Aspire
    /// dashboard, which has it from the collector.
    /// </param>
    public static IResourceBuilder<ProjectResource> AddObservatory(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string dashboards, bool isBeside = false)
    {
        int? Usual(int port) => isBeside ? null : port;
        var observatory = builder.AddProject<Projects.Observatory>(name, launchProfileName: null)
            .WithIconName("Telescope")
            .WithListener("HTTP", "http", Usual(3000))
            .WithListener("OTLPHTTP", "otlp-http", Usual(4318))
            .WithListener("OTLPGRPC", "otlp-grpc", Usual(4317))
            .WithListener("JAEGER", "jaeger", Usual(16686))
            .WithListener("METRICS", "metrics", Usual(9464))
            .WithListener("SELFMETRICS", "self-metrics", Usual(8888))
            .ListenItself()
            .WithHttpHealthCheck("/health", endpointName: "http")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Observatory")
            .WithUrlForEndpoint("http", _ => new() { Url = "/mcp", DisplayText = "MCP for coding agents" })
            .WithInternalUrls("otlp-http", "otlp-grpc", "jaeger", "metrics", "self-metrics")
            // What a process that was killed said last is gone after this time; a program that reports once a minute stays.
            .WithEnvironment("OBSERVATORY__METRICEXPIRATION", "00:02:30")
            .WithEnvironment("OBSERVATORY__DATA", builder.DataDirectory("volumes", "tta-observatory"))
            .WithEnvironment("OBSERVATORY__DASHBOARDS", Path.GetFullPath(dashboards, builder.AppHostDirectory))
            .WithEnvironment("OBSERVATORY__PRICEFILE", Path.GetFullPath("../DemoWorkers/prices.json", builder.AppHostDirectory))
            .WithEnvironment("OBSERVATORY__MCP__RUNBOOK", Path.GetFullPath("../docs/runbook.md", builder.AppHostDirectory))
            .WithEnvironment("OBSERVATORY__SCRAPEINTERVAL", "00:00:05")
            .RunBuilt()
            .WithRestart()
            .ExcludeFromManifest();
        if (!isBeside)
        {
            observatory.WithForwardToAspireDashboard();
        }

        for (var question = 0; question < HomePage.Questions.Count; question++)
        {
            observatory.WithEnvironment($"OBSERVATORY__HOME__{question}", HomePage.Questions[question]);
        }

        return observatory;
    }

    /// <summary>Metrics are asked of Prometheus.</summary>
    /// <param name="observatory">Observatory.</param>
    /// <param name="prometheus">Prometheus.</param>
    public static IResourceBuilder<ProjectResource> WithMetricsFrom(
        this IResourceBuilder<ProjectResource> observatory, IResourceBuilder<PrometheusResource> prometheus) =>
        observatory.WithEnvironment("OBSERVATORY__PROMETHEUS", prometheus.Resource.PrimaryEndpoint)
            .WithLinkTo("Prometheus", prometheus.Resource.PrimaryEndpoint);

    /// <summary>A link of its home page.</summary>
    /// <param name="observatory">Observatory.</param>
    /// <param name="text">What it says.</param>
    /// <param name="endpoint">Where it leads.</param>
    /// <param name="path">The path there.</param>
    public static IResourceBuilder<ProjectResource> WithLinkTo(
        this IResourceBuilder<ProjectResource> observatory, string text, EndpointReference endpoint, string path = "") =>
        observatory.WithEnvironment($"OBSERVATORY__LINKS__{text}", ReferenceExpression.Create($"{endpoint}{path}"));

    private static IResourceBuilder<ProjectResource> WithListener(
        this IResourceBuilder<ProjectResource> observatory, string setting, string endpoint, int? port)
    {
        observatory.WithHttpEndpoint(port: port, name: endpoint);
        return observatory.WithEnvironment(
            $"OBSERVATORY__{setting}",
            ReferenceExpression.Create($"http://{ProcessBuilderExtensions.Loopback}:{observatory.GetEndpoint(endpoint).Property(EndpointProperty.TargetPort)}"));
    }

    /// <summary>Hands a copy of all telemetry on to the Aspire dashboard, where Aspire would have the project send only its own.</summary>
    private static IResourceBuilder<ProjectResource> WithForwardToAspireDashboard(this IResourceBuilder<ProjectResource> observatory) =>
        observatory.WithOtlpExporter(OtlpProtocol.HttpProtobuf)
            .WithEnvironment(context =>
            {
                if (context.EnvironmentVariables.TryGetValue("OTEL_EXPORTER_OTLP_ENDPOINT", out var dashboard))
                {
                    context.EnvironmentVariables["OBSERVATORY__FORWARD"] = dashboard;
                }

                if (context.EnvironmentVariables.TryGetValue("OTEL_EXPORTER_OTLP_HEADERS", out var headers))
                {
                    context.EnvironmentVariables["OBSERVATORY__FORWARDHEADERS"] = headers;
                }
            });
}
