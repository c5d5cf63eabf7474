namespace Tta.AppHost;

internal static class AlertmanagerProcess
{
    private static readonly ProgramOfMachine Program = new(
        ["prometheus-alertmanager", "alertmanager"], "prometheus-alertmanager", "alertmanager", "https://prometheus.io/download/#alertmanager");

    /// <summary>Runs Alertmanager as a program of this machine where there are no containers.</summary>
    /// <param name="alertmanager">Alertmanager.</param>
    /// <param name="configuration">The directory with <c>alertmanager.yml</c>, relative to the AppHost.</param>
    public static IResourceBuilder<AlertmanagerResource> RunAsProcess(this IResourceBuilder<AlertmanagerResource> alertmanager, string configuration) =>
        alertmanager.RunAsProcess(Program, process => process
            .WithCopyOf("alertmanager.yml", $"{configuration}/alertmanager.yml")
            .WithArgs("--config.file=alertmanager.yml", $"--storage.path={process.Volume("tta-alertmanager")}", "--cluster.listen-address=")
            .WithExternalUrl(alertmanager.Resource.PrimaryEndpoint)
            .WithListenArgument("--web.listen-address", alertmanager.Resource.PrimaryEndpoint));
}
