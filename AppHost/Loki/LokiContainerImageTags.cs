namespace Tta.AppHost;

internal static class LokiContainerImageTags
{
    public const string Registry = "docker.io";

    public const string Image = "grafana/loki";

    public const string Tag = "3.7.6";
}
