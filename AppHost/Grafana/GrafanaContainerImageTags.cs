namespace Tta.AppHost;

internal static class GrafanaContainerImageTags
{
    public const string Registry = "docker.io";

    public const string Image = "grafana/grafana";

    // 13.2.0 fetches the Jaeger data source from the network when it starts; 13.1 brings it along.
    public const string Tag = "13.1.0";
}
