using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.Contract;

/// <summary>What a person can press in the Aspire dashboard does what it says. Each test undoes what it did.</summary>
public abstract class CommandContract(IRunningSystem system)
{
    private const string Orchestrator = "tta-agent-orchestrator";
    private const string Gateway = "tta-llm-gateway";
    private const string Engine = "tta-workflow-engine";

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
    public async Task Traffic_can_be_changed_and_reset()
    {
        var before = (await AskAsync(Orchestrator, "/traffic", "workflowsPerSecond")).GetDouble();

        await system.ExecuteAsync(Orchestrator, "change-traffic", ("workflowsPerSecond", "2.5"));
        var changed = await AskAsync(Orchestrator, "/traffic", "workflowsPerSecond");
        await system.ExecuteAsync(Orchestrator, "reset-traffic");

        Assert.Equal(2.5, changed.GetDouble());
        Assert.Equal(before, (await AskAsync(Orchestrator, "/traffic", "workflowsPerSecond")).GetDouble());
    }

    [Fact]
    public async Task The_models_faults_can_be_set_for_all_and_for_one_and_are_all_cleared()
    {
        var before = (await AskAsync(Gateway, "/faults", "errorRate")).GetDouble();

        await system.ExecuteAsync(Gateway, "raise-error-rate");
        await system.ExecuteAsync(Gateway, "set-faults", ("of", "google"), ("latencyScale", "2"), ("errorRate", ""));
        var raised = await AskAsync(Gateway, "/faults", "errorRate");
        var slowed = await AskAsync(Gateway, "/faults/google", "latencyScale");
        await system.ExecuteAsync(Gateway, "clear-faults");

        Assert.Equal(0.3, raised.GetDouble());
        Assert.Equal(2, slowed.GetDouble());
        Assert.Equal(before, (await AskAsync(Gateway, "/faults", "errorRate")).GetDouble());
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync(Gateway, "/faults/google", "latencyScale"));
    }

    [Fact]
    public async Task A_steps_fault_can_be_set_and_cleared()
    {
        await system.ExecuteAsync(Engine, "set-step-fault", ("of", "sign"), ("delaySeconds", "0.001"));
        var set = await AskAsync(Engine, "/faults", "sign");
        await system.ExecuteAsync(Engine, "clear-faults");

        Assert.Equal(0.001, set.GetProperty("delaySeconds").GetDouble());
        await Assert.ThrowsAsync<KeyNotFoundException>(() => AskAsync(Engine, "/faults", "sign"));
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
