namespace Tta.AppHost;

internal static class ObservatoryStandIn
{
    /// <summary>The setting that adds Observatory to containers: <c>true</c>, or <c>false</c> (the default).</summary>
    public const string Setting = "Backends:Observatory";

    private const string Name = "observatory";
    private const string Dashboards = "../grafana/dashboards";

    /// <summary>
    /// Lets Observatory do the work of collector, Jaeger, Loki and Grafana where there are no containers: they stay on the dashboard, below it. Beside
    /// containers it is added where <see cref="Setting"/> is true, and gets a copy of the traces and logs from the collector.
    /// </summary>
    /// <param name="builder">The application.</param>
    /// <param name="collector">Takes the telemetry.</param>
    /// <param name="jaeger">Keeps the traces.</param>
    /// <param name="loki">Keeps the logs.</param>
    /// <param name="grafana">Shows the boards.</param>
    /// <param name="configure">Connects Observatory to what it asks and links to.</param>
    public static void RunInsideObservatory(
        this IDistributedApplicationBuilder builder,
        IResourceBuilder<OpenTelemetryCollectorResource> collector,
        IResourceBuilder<JaegerResource> jaeger,
        IResourceBuilder<LokiResource> loki,
        IResourceBuilder<GrafanaResource> grafana,
        Action<IResourceBuilder<ProjectResource>> configure)
    {
        IResourceBuilder<ProjectResource>? one = null;
        collector.RunInside(
            Observatory,
            (OpenTelemetryCollectorResource.OtlpHttpEndpointName, "otlp-http"),
            (OpenTelemetryCollectorResource.OtlpGrpcEndpointName, "otlp-grpc"),
            (OpenTelemetryCollectorResource.MetricsEndpointName, "metrics"),
            (OpenTelemetryCollectorResource.SelfMetricsEndpointName, "self-metrics"),
            (OpenTelemetryCollectorResource.HealthEndpointName, "http"));
        jaeger.RunInside(
            Observatory,
            (JaegerResource.UiEndpointName, "jaeger"),
            (JaegerResource.OtlpHttpEndpointName, "otlp-http"),
            (JaegerResource.OtlpGrpcEndpointName, "otlp-grpc"),
            (JaegerResource.HealthEndpointName, "http"),
            (JaegerResource.SelfMetricsEndpointName, "self-metrics"));
        loki.RunInside(Observatory, (LokiResource.PrimaryEndpointName, "http"));
        grafana.RunInside(Observatory, (GrafanaResource.PrimaryEndpointName, "http"));
        collector.WithCompanion(() =>
        {
            if (IsAskedFor(builder.Configuration[Setting]))
            {
                builder.UseDataDirectory();
                var beside = builder.AddObservatory(Name, Dashboards, isBeside: true).WithLinkTo("Jaeger", jaeger.Resource.UiEndpoint)
                    .WithLinkTo("Grafana", grafana.GetEndpoint(GrafanaResource.PrimaryEndpointName));
                configure(beside);
                collector.WithCopyTo(beside);
            }
        });

        // Made when the first of them needs it, which is only where processes are taken.
        IResourceBuilder<ProjectResource> Observatory()
        {
            if (one is null)
            {
                one = builder.AddObservatory(Name, Dashboards);
                configure(one);
                loki.WithUrlForEndpoint(LokiResource.PrimaryEndpointName, url =>
                {
                    url.Url = new Uri(new Uri(url.Url), "logs").ToString();
                    url.DisplayText = "Logs";
                    url.DisplayLocation = UrlDisplayLocation.SummaryAndDetails;
                });
            }

            return one;
        }
    }
    private static bool IsAskedFor(string? setting) => setting switch
    {
        null or "" => false,
        _ when bool.TryParse(setting, out var asked) => asked,
        _ => throw new DistributedApplicationException($"{Setting} is '{setting}'; it takes true or false."),
    };
}
