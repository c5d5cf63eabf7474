using System.Text.Json;

namespace Tta.AppHost.Tests;

/// <summary>What a person can press in the Aspire dashboard does what it says. Each test undoes what it did.</summary>
[Collection(ContainerCollection.Name)]
public sealed class ContainerCommandTests(ContainerSystem system)
{
    private const string Orchestrator = "tta-agent-orchestrator";
    private const string Gateway = "tta-llm-gateway";

    [ContainerTheory]
    [InlineData("pause-traffic", "resume-traffic")]
    public async Task Traffic_can_be_paused_and_resumed(string pause, string resume)
    {
        await system.ExecuteAsync(Orchestrator, pause);
        var paused = await AskAsync(Orchestrator, "/ledger", "paused");
        await system.ExecuteAsync(Orchestrator, resume);

        Assert.True(paused.GetBoolean());
        Assert.False((await AskAsync(Orchestrator, "/ledger", "paused")).GetBoolean());
    }

    [ContainerTheory]
    [InlineData("raise-error-rate", "clear-faults")]
    public async Task The_models_error_rate_can_be_raised_and_cleared(string raise, string clear)
    {
        await system.ExecuteAsync(Gateway, raise);
        var raised = await AskAsync(Gateway, "/faults", "errorRate");
        await system.ExecuteAsync(Gateway, clear);

        Assert.Equal(0.3, raised.GetDouble());
        Assert.Equal(0, (await AskAsync(Gateway, "/faults", "errorRate")).GetDouble());
    }

    [ContainerTheory]
    [InlineData("tta-report")]
    public async Task The_report_is_started_by_hand_and_ends_well(string report)
    {
        Assert.Equal(KnownResourceStates.NotStarted, await system.StateAsync(report));

        await system.ExecuteAsync(report, KnownResourceCommands.StartCommand);

        Assert.Equal(0, await system.ExitCodeAsync(report));
    }

    private async Task<JsonElement> AskAsync(string service, string path, string property)
    {
        using var http = new HttpClient { BaseAddress = system.GetEndpoint(service, "http") };
        using var answer = JsonDocument.Parse(await http.GetStringAsync(path));
        return answer.RootElement.GetProperty(property).Clone();
    }
}
