namespace Tta.AppHost;

/// <summary>Grafana: the dashboards over metrics, traces and logs.</summary>
internal sealed class GrafanaResource(string name) : ContainerResource(name)
{
    internal const string PrimaryEndpointName = "http";

    /// <summary>The web interface.</summary>
    public EndpointReference PrimaryEndpoint => field ??= new(this, PrimaryEndpointName);
}
