using System.Net.Http.Json;
using Tta.EndToEnd.Tests.Clients;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>An alert's whole life, through the real Prometheus and the real Alertmanager.</summary>
public sealed class AlertTests
{
    private const string Alert = "HighErrorRate";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task When_workflows_fail_HighErrorRate_is_pending_fires_reaches_the_Alertmanager_and_resolves_after_the_cause_is_gone()
    {
        await using var system = await ProcessSystem.StartAsync(new Dictionary<string, string>
        {
            ["tta-agent-orchestrator.Demo__WorkflowsPerSecond"] = "12",
            ["tta-llm-gateway.Demo__ErrorRate"] = "0",
            ["tta-llm-gateway.Demo__RateLimitRate"] = "0",
        });
        ShortenedRules.Use(system);
        using var prometheus = system.Prometheus();
        using var alertmanager = new AlertmanagerClient(system.GetEndpoint("alertmanager", "http"));
        await Eventually.GetAsync(
            () => prometheus.ScalarAsync("tta:success_rate_5m and on () tta:observed_seconds_5m > 8"), rate => rate > 0.95, Patience, "a system without trouble");
        Assert.Equal(1, await prometheus.ScalarAsync("prometheus_config_last_reload_successful"));
        Assert.Empty(await alertmanager.ActiveAsync(Alert));

        // Retries and fallbacks absorb a lot; when every model fails, every workflow does that no cache answers.
        await SetErrorRateAsync(system, 1);

        var arrived = Assert.Single(await Eventually.GetAsync(
            () => alertmanager.ActiveAsync(Alert), alerts => alerts.Count > 0, Patience, $"{Alert} at the Alertmanager"));
        Assert.Equal("warning", arrived.Labels["severity"]);
        Assert.Equal(["warning"], arrived.Receivers);
        Assert.Matches(@"^[\d.]+% of workflows fail$", arrived.Annotations["summary"]);
        Assert.Equal("docs/runbook.md#higherrorrate", arrived.Annotations["runbook_url"]);
        Assert.True(await prometheus.ScalarAsync("max(max_over_time((1 - tta:success_rate_5m)[1m:1s]))") > 0.05);
        foreach (var state in (string[])["pending", "firing"])
        {
            Assert.NotEmpty(await prometheus.QueryAsync($"last_over_time(ALERTS{{alertname=\"{Alert}\",alertstate=\"{state}\"}}[5m])"));
        }

        await SetErrorRateAsync(system, 0);

        await Eventually.GetAsync(
            () => alertmanager.ActiveAsync(Alert), alerts => alerts.Count == 0, Patience, $"{Alert} resolved at the Alertmanager");
        Assert.Empty(await prometheus.QueryAsync($"ALERTS{{alertname=\"{Alert}\"}}"));
    }

    private static async Task SetErrorRateAsync(AspireSystem system, double rate)
    {
        using var http = new HttpClient { BaseAddress = system.GetEndpoint("tta-llm-gateway", "http") };
        using var response = await http.PutAsJsonAsync("faults", new { errorRate = rate });
        Assert.True(response.IsSuccessStatusCode, response.StatusCode.ToString());
    }
}
