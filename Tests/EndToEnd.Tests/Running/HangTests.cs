namespace Tta.EndToEnd.Tests.Running;

/// <summary>A process that hangs keeps its port open and answers nobody: it is not healthy, and who depends on it says so.</summary>
public sealed class HangTests
{
    // Aspire asks a healthy resource every half a minute.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    [Fact]
    public async Task A_backend_that_hangs_is_not_healthy_until_it_goes_on()
    {
        await using var system = await ProcessSystem.StartAsync();
        string[] backends = ["cache", "prometheus", "alertmanager", "pushgateway", "observatory"];
        using var http = new HttpClient();

        await using (await HungProcesses.HoldAsync(system, backends))
        {
            foreach (var backend in backends)
            {
                await HealthyAsync(system, backend, false);
            }

            // Those that Observatory stands in for are as it is.
            await HealthyAsync(system, "jaeger", false);
            await SaysAsync(http, system, "tta-cache-layer", "Degraded\nredis: does not answer");
            await SaysAsync(http, system, "tta-workflow-engine", "Degraded\ntta-cache-layer: redis: does not answer");
            await SaysAsync(http, system, "tta-agent-orchestrator", "Degraded\ntta-workflow-engine: tta-cache-layer: redis: does not answer");
            await SaysAsync(http, system, "tta-llm-gateway", "Healthy");
        }

        foreach (var backend in backends)
        {
            await HealthyAsync(system, backend, true);
        }

        await SaysAsync(http, system, "tta-agent-orchestrator", "Healthy");
    }

    private static async Task HealthyAsync(AspireSystem system, string resource, bool healthy) => await Eventually.GetAsync(
        () => Task.FromResult((Healthy: system.IsHealthy(resource), Is: system.Describe(resource))),
        found => found.Healthy == healthy,
        Patience,
        $"{resource} {(healthy ? "healthy" : "not healthy")}");

    private static async Task SaysAsync(HttpClient http, AspireSystem system, string service, string expected) => await Eventually.GetAsync(
        () => http.GetStringAsync(new Uri(system.GetEndpoint(service, "http"), "health")),
        said => said == expected,
        Patience,
        $"{service} says {expected}");
}
