namespace Tta.AppHost;

/// <summary>Pushgateway: holds what a batch job measured until Prometheus has scraped it.</summary>
internal sealed class PushgatewayResource(string name) : ContainerResource(name)
{
    internal const string PrimaryEndpointName = "http";

    /// <summary>Where batch jobs push and Prometheus scrapes.</summary>
    public EndpointReference PrimaryEndpoint => field ??= new(this, PrimaryEndpointName);
}
