using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Tta.EndToEnd.Tests.Clients;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>Any process may die at any time: it comes back, data flows again, and the work goes on meanwhile.</summary>
public sealed class RecoveryTests : IAsyncLifetime
{
    // What comes back takes a second or two; how long it may take on a machine that does other things is not what is tested.
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(120);

    private readonly string _corpus = Path.GetTempFileName();

    private AspireSystem _system = null!;

    public async ValueTask InitializeAsync()
    {
        // Only what the test breaks may fail: no simulated faults, and no prompt that is too short to be valid.
        await File.WriteAllLinesAsync(_corpus, File.ReadLines(Path.Combine(Repository.Root, "DemoWorkers", "corpus.jsonl")).Where(line => line.Contains("content_generation", StringComparison.Ordinal) && line.Length > 150));
        _system = await ProcessSystem.StartAsync(new Dictionary<string, string>
        {
            ["tta-llm-gateway.Demo__ErrorRate"] = "0",
            ["tta-llm-gateway.Demo__RateLimitRate"] = "0",
            ["tta-agent-orchestrator.Demo__CorpusFile"] = _corpus,
            ["tta-agent-orchestrator.Demo__WorkflowsPerSecond"] = "8",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _system.DisposeAsync();
        File.Delete(_corpus);
    }

    [Theory]
    [InlineData("cache")]
    [InlineData("observatory")]
    [InlineData("prometheus")]
    public async Task A_killed_backend_comes_back_and_no_workflow_fails_meanwhile(string resource)
    {
        using var orchestrator = _system.Orchestrator();
        var before = await WorkingAsync(orchestrator);

        await KillAndAwaitRestartAsync(resource);
        await TelemetryFlowsAsync();

        var after = await Eventually.GetAsync(
            orchestrator.LedgerAsync, ledger => ledger.Succeeded >= before.Succeeded + 20, TimeSpan.FromSeconds(120), "twenty more workflows");
        Assert.Equal(before.Failed, after.Failed);
    }

    [Theory]
    [InlineData("tta-agent-orchestrator")]
    [InlineData("tta-workflow-engine")]
    [InlineData("tta-llm-gateway")]
    [InlineData("tta-cache-layer")]
    public async Task A_killed_worker_comes_back_and_telemetry_flows_again(string resource)
    {
        using var orchestrator = _system.Orchestrator();
        await WorkingAsync(orchestrator);

        await KillAndAwaitRestartAsync(resource);
        await TelemetryFlowsAsync();

        using var jaeger = _system.Jaeger();
        var restarted = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;
        await Eventually.UntilAsync(
            async () => (await jaeger.SearchAsync(resource, limit: 50)).Any(trace => trace.Spans.Any(span => span.Service == resource && span.Start > restarted)),
            Recovery,
            $"a new span of {resource}");
    }

    [Fact]
    public async Task What_somebody_stops_stays_stopped_until_somebody_starts_it()
    {
        using var orchestrator = _system.Orchestrator();
        await WorkingAsync(orchestrator);

        await _system.ExecuteAsync("pushgateway", KnownResourceCommands.StopCommand);
        await Eventually.UntilAsync(() => Task.FromResult(_system.State("pushgateway") == KnownResourceStates.Finished), Recovery, "the Pushgateway stopped");

        // Another resource that ends by itself meanwhile does come back: the one that watches over them is at work.
        await KillAndAwaitRestartAsync("alertmanager");
        Assert.Equal(KnownResourceStates.Finished, _system.State("pushgateway"));

        await _system.ExecuteAsync("pushgateway", KnownResourceCommands.StartCommand);
        await Eventually.UntilAsync(() => Task.FromResult(_system.IsHealthy("pushgateway")), Recovery, "the Pushgateway started");
    }

    private static Task<Ledger> WorkingAsync(OrchestratorClient orchestrator) => Eventually.GetAsync(
        orchestrator.LedgerAsync, ledger => ledger.Succeeded >= 5, TimeSpan.FromSeconds(120), "the first workflows to succeed");

    private async Task KillAndAwaitRestartAsync(string resource)
    {
        var killed = _system.GetProcessId(resource);
        using (var process = Process.GetProcessById(killed))
        {
            process.Kill();
        }

        try
        {
            await Eventually.GetAsync(
                () => Task.FromResult(_system.Describe(resource)),
                _ => _system.IsHealthy(resource) && _system.GetProcessId(resource) != killed,
                Recovery,
                $"{resource} restarted and healthy, after {killed} was killed");
        }
        catch (Xunit.Sdk.FailException failure)
        {
            Assert.Fail($"{failure.Message}{Environment.NewLine}{string.Join(Environment.NewLine, (await _system.LogsAsync(resource)).TakeLast(20))}");
        }
    }

    /// <summary>New workflows reach both stores: a root span younger than now, and a sample with a workflow that ended after now.</summary>
    private async Task TelemetryFlowsAsync()
    {
        using var jaeger = _system.Jaeger();
        using var prometheus = _system.Prometheus();
        var now = DateTimeOffset.UtcNow;
        await Eventually.UntilAsync(
            async () => (await jaeger.SearchAsync("tta-agent-orchestrator", "demo.workflow_execution", limit: 5))
                .Any(trace => trace.Roots.Any(root => root.Start > now.ToUnixTimeMilliseconds() * 1000)),
            Recovery,
            "a trace of a workflow started after the restart");
        await Eventually.UntilAsync(
            async () => await prometheus.ScalarAsync("max(timestamp(tta_workflow_executions_total))") > now.ToUnixTimeMilliseconds() / 1000.0,
            Recovery,
            "a sample scraped after the restart");
    }
}
