namespace Tta.AppHost;

/// <summary>Loki: keeps the logs, each with the id of the trace it belongs to.</summary>
internal sealed class LokiResource(string name) : ContainerResource(name)
{
    internal const string PrimaryEndpointName = "http";

    /// <summary>The query API, and under <c>/otlp</c> where the collector sends logs.</summary>
    public EndpointReference PrimaryEndpoint => field ??= new(this, PrimaryEndpointName);
}
