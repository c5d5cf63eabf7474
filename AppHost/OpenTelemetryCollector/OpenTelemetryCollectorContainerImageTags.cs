namespace Tta.AppHost;

internal static class OpenTelemetryCollectorContainerImageTags
{
    public const string Registry = "docker.io";

    public const string Image = "otel/opentelemetry-collector-contrib";

    public const string Tag = "0.162.0";
}
