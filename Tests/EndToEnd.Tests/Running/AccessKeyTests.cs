using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>With a key the system works as without one, and answers nobody who does not have it.</summary>
public sealed class AccessKeyTests
{
    private const string Key = "a-key-for-one-test-alone";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] Services = ["tta-agent-orchestrator", "tta-workflow-engine", "tta-llm-gateway", "tta-cache-layer"];

    [Fact]
    public async Task The_services_and_the_dashboards_commands_have_the_key_and_others_need_it()
    {
        await using var system = await ProcessSystem.StartAsync(accessKey: Key);
        using var stranger = new HttpClient();
        foreach (var service in Services)
        {
            using var refused = await stranger.GetAsync(new Uri(system.GetEndpoint(service, "http"), "ledger"));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }

        using var owner = new HttpClient { DefaultRequestHeaders = { { "tta-access-key", Key } } };
        async Task<JsonElement> LedgerAsync() =>
            await owner.GetFromJsonAsync<JsonElement>(new Uri(system.GetEndpoint("tta-agent-orchestrator", "http"), "ledger"));
        await Eventually.GetAsync(
            LedgerAsync, ledger => ledger.GetProperty("workflows").GetProperty("succeeded").GetInt64() >= 20, Patience, "workflows that succeed");

        await system.ExecuteAsync("tta-agent-orchestrator", "pause-traffic");
        Assert.True((await LedgerAsync()).GetProperty("paused").GetBoolean());
        await system.ExecuteAsync("tta-llm-gateway", "raise-error-rate");
        await system.ExecuteAsync("tta-workflow-engine", "clear-faults");
    }
}
