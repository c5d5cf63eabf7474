namespace Tta.AppHost;

internal static class ObservatoryStandIn
{
    private const string Name = "observatory";

    /// <summary>
    /// Lets Observatory do the work of collector, Jaeger, Loki and Grafana where there are no containers: they stay on the dashboard, below it.
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

        // Made when the first of them needs it, which is only where processes are taken.
        IResourceBuilder<ProjectResource> Observatory()
        {
            if (one is null)
            {
                one = builder.AddObservatory(Name, "../grafana/dashboards");
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
}
