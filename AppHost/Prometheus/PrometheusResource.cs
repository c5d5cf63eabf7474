namespace Tta.AppHost;

/// <summary>Prometheus: scrapes the stack, evaluates its rules and keeps its metrics.</summary>
internal sealed class PrometheusResource(string name) : ContainerResource(name)
{
    internal const string PrimaryEndpointName = "http";

    /// <summary>By default it lets every web page read all metrics. Grafana and Observatory ask it themselves, not the reader's browser.</summary>
    internal const string NoOtherOrigin = "--web.cors.origin=none";

    /// <summary>The web interface and the query API.</summary>
    public EndpointReference PrimaryEndpoint => field ??= new(this, PrimaryEndpointName);
}
