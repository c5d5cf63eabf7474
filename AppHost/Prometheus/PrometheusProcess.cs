using System.Text.Json;

namespace Tta.AppHost;

internal static class PrometheusProcess
{
    private static readonly ProgramOfMachine Program = new(["prometheus"], "prometheus", "prometheus", "https://prometheus.io/download/");

    /// <summary>Runs Prometheus as a program of this machine where there are no containers.</summary>
    /// <param name="prometheus">Prometheus.</param>
    /// <param name="configuration">The directory with <c>prometheus.yml</c> and <c>rules</c>, relative to the AppHost.</param>
    /// <param name="targets">For each file of <c>targets</c> that the configuration names, the endpoint that is in it.</param>
    public static IResourceBuilder<PrometheusResource> RunAsProcess(
        this IResourceBuilder<PrometheusResource> prometheus, string configuration, params (string File, EndpointReference Endpoint)[] targets) =>
        prometheus.RunAsProcess(Program, process =>
        {
            process.WithCopyOf("prometheus.yml", $"{configuration}/prometheus.yml").WithCopyOf("rules", $"{configuration}/rules");
            foreach (var (file, endpoint) in targets)
            {
                // The committed files name the containers.
                process.WithFile($"targets/{file}.json", async cancellation =>
                    JsonSerializer.Serialize(new[] { new { targets = new[] { await endpoint.Property(EndpointProperty.HostAndPort).GetValueAsync(cancellation) } } }));
            }

            process.WithArgs(
                    "--config.file=prometheus.yml",
                    $"--storage.tsdb.path={process.Volume("tta-prometheus")}",
                    // As long as an error budget runs; the size is for a disk that others use, too.
                    "--storage.tsdb.retention.time=30d",
                    "--storage.tsdb.retention.size=8GB",
                    "--enable-feature=exemplar-storage",
                    PrometheusResource.NoOtherOrigin)
                .WithExternalUrl(prometheus.Resource.PrimaryEndpoint)
                .WithListenArgument("--web.listen-address", prometheus.Resource.PrimaryEndpoint);
        });
}
