namespace Tta.AppHost;

/// <summary>The ports of the Aspire dashboard, which is configured by environment variables before there is an application.</summary>
internal static class DashboardPorts
{
    private static readonly string[] Variables =
    [
        "ASPNETCORE_URLS",
        "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL",
        "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL",
        "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL",
    ];

    /// <summary>Gives the dashboard free ports where somebody else listens on its own, and says so on standard error.</summary>
    public static void MoveFromTaken()
    {
        foreach (var variable in Variables)
        {
            if (!Uri.TryCreate(Environment.GetEnvironmentVariable(variable), UriKind.Absolute, out var url) || url.Port == 0 || FreePort.Is(url.Port))
            {
                continue;
            }

            var free = FreePort.Any();
            Environment.SetEnvironmentVariable(variable, new UriBuilder(url) { Port = free }.Uri.GetLeftPart(UriPartial.Authority));
            Console.Error.WriteLine(
                $"{variable}: port {url.Port} is taken by {PortHolder.Describe(PortHolder.Find(url.Port))}; the Aspire dashboard uses {free}.");
        }
    }
}
