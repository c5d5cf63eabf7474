namespace Tta.AppHost;

internal static class PushgatewayContainerImageTags
{
    public const string Registry = "docker.io";

    public const string Image = "prom/pushgateway";

    public const string Tag = "v1.11.4";
}
