namespace Tta.AppHost;

internal static class JaegerContainerImageTags
{
    public const string Registry = "docker.io";

    public const string Image = "jaegertracing/jaeger";

    public const string Tag = "2.20.0";
}
