namespace Tta.AppHost;

internal static class PushgatewayProcess
{
    private static readonly ProgramOfMachine Program = new(
        ["prometheus-pushgateway", "pushgateway"], "prometheus-pushgateway", "pushgateway", "https://prometheus.io/download/#pushgateway");

    /// <summary>Runs the Pushgateway as a program of this machine where there are no containers.</summary>
    /// <param name="pushgateway">The Pushgateway.</param>
    public static IResourceBuilder<PushgatewayResource> RunAsProcess(this IResourceBuilder<PushgatewayResource> pushgateway) =>
        pushgateway.RunAsProcess(Program, process => process
            .WithArgs($"--persistence.file={process.Volume("tta-pushgateway")}/metrics")
            .WithListenArgument("--web.listen-address", pushgateway.Resource.PrimaryEndpoint));
}
