using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.Contract;

/// <summary>What a person can press in the Aspire dashboard does what it says. Each test undoes what it did.</summary>
public abstract class CommandContract(IRunningSystem system)
{
    private const string Orchestrator = "tta-agent-orchestrator";
    private const string Gateway = "tta-llm-gateway";

    [Fact]
    public async Task Traffic_can_be_paused_and_resumed()
    {
        await system.ExecuteAsync(Orchestrator, "pause-traffic");
        var paused = await AskAsync(Orchestrator, "/ledger", "paused");
        await system.ExecuteAsync(Orchestrator, "resume-traffic");

        Assert.True(paused.GetBoolean());
        Assert.False((await AskAsync(Orchestrator, "/ledger", "paused")).GetBoolean());
    }

    [Fact]
    public async Task The_models_error_rate_can_be_raised_and_cleared()
    {
        await system.ExecuteAsync(Gateway, "raise-error-rate");
        var raised = await AskAsync(Gateway, "/faults", "errorRate");
        await system.ExecuteAsync(Gateway, "clear-faults");

        Assert.Equal(0.3, raised.GetDouble());
        Assert.Equal(0, (await AskAsync(Gateway, "/faults", "errorRate")).GetDouble());
    }

    [Fact]
    public async Task The_report_is_started_by_hand_and_ends_well()
    {
        Assert.Equal(KnownResourceStates.NotStarted, system.State("tta-report"));

        await system.ExecuteAsync("tta-report", KnownResourceCommands.StartCommand);

        Assert.Equal(0, await system.ExitCodeAsync("tta-report"));
    }

    private async Task<JsonElement> AskAsync(string service, string path, string property)
    {
        using var http = new HttpClient { BaseAddress = system.GetEndpoint(service, "http") };
        using var answer = JsonDocument.Parse(await http.GetStringAsync(path));
        return answer.RootElement.GetProperty(property).Clone();
    }
}
