namespace Tta.AppHost;

/// <summary>Alertmanager: groups, silences and delivers the alerts that Prometheus raises.</summary>
internal sealed class AlertmanagerResource(string name) : ContainerResource(name)
{
    internal const string PrimaryEndpointName = "http";

    /// <summary>The web interface and the API that Prometheus sends its alerts to.</summary>
    public EndpointReference PrimaryEndpoint => field ??= new(this, PrimaryEndpointName);
}
