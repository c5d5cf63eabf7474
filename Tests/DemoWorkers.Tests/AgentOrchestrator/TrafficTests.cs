using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging.Testing;
using Tta.DemoWorkers.Tests.Hosting;
using Tta.ServiceDefaults.Tests.Otlp;

namespace Tta.DemoWorkers.Tests.AgentOrchestrator;

public sealed class TrafficTests
{
    [Fact]
    public async Task Exactly_the_wanted_number_of_workflows_is_run_and_then_it_stays_up()
    {
        using var engine = new StubEngine();
        engine.Let.SetResult();
        await using var orchestrator = await StartAsync(engine.Url, ("Demo:MaxWorkflows", "25"));

        await Eventually.True(async () => Count(await LedgerAsync(orchestrator), "succeeded") == 25, "all workflows");

        var ledger = await LedgerAsync(orchestrator);
        Assert.Equal(25, Count(ledger, "started"));
        Assert.Equal("0.025", ledger.GetProperty("cost_usd").GetString());
        Assert.Equal(250, ledger.GetProperty("tokens").GetProperty("prompt").GetInt64());
        Assert.Equal(25, engine.Requests);
        await Eventually.True(() => orchestrator.Logs.CountOf("All 25 workflows have been started") == 1, "the log says so");
    }

    [Fact]
    public async Task An_arrival_without_a_free_slot_is_counted_and_delays_no_other()
    {
        using var engine = new StubEngine();
        await using var orchestrator = await StartAsync(engine.Url, ("Demo:MaxConcurrency", "3"));

        await Eventually.True(async () => Count(await LedgerAsync(orchestrator), "not_started") > 5, "arrivals without a slot");
        var ledger = await LedgerAsync(orchestrator);
        Assert.Equal(3, Count(ledger, "started"));
        Assert.Equal(3, Count(ledger, "active"));

        engine.Let.SetResult();
        await Eventually.True(async () => Count(await LedgerAsync(orchestrator), "succeeded") > 10, "it goes on");
    }

    [Fact]
    public async Task A_workflow_that_failed_is_logged_by_its_name_and_id_before_its_span_ends()
    {
        RunningWorker? running = null;
        FakeLogRecord? logged = null;
        using var listener = new ActivityListener
        {
            ShouldListenTo = _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.GetTagItem("workflow.id") is string id && span.OperationName == "demo.workflow_execution")
                {
                    logged ??= running?.Logs.GetSnapshot().FirstOrDefault(r => r.GetStructuredStateValue("WorkflowId") == id);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        // Nobody listens there.
        await using var orchestrator = running = await StartAsync("http://127.0.0.1:1", ("Demo:MaxWorkflows", "50"));

        // What is logged while the span is current has its trace id.
        await Eventually.True(() => logged is not null, "a failure is logged while its span is current");
        Assert.NotEmpty(logged!.GetStructuredStateValue("WorkflowName")!);
    }

    [Fact]
    public async Task Traffic_can_be_changed_while_it_runs_and_reset()
    {
        using var engine = new StubEngine();
        await using var orchestrator = await StartAsync(engine.Url);
        var configured = await orchestrator.Client.GetStringAsync("/traffic");

        using var changed = await orchestrator.Client.PutAsJsonAsync("/traffic", new { workflowsPerSecond = 0.5 });
        Assert.Equal(0.5, (await orchestrator.Client.GetFromJsonAsync<JsonElement>("/traffic")).GetProperty("workflowsPerSecond").GetDouble());

        using var reset = await orchestrator.Client.DeleteAsync("/traffic");
        Assert.Equal(configured, await orchestrator.Client.GetStringAsync("/traffic"));
    }

    [Theory]
    [InlineData("{\"workflowsPerSecond\":0}", "workflowsPerSecond is 0")]
    [InlineData("{\"workflowsPerSecond\":1001}", "from 0.001 to 1000")]
    [InlineData("{}", "workflowsPerSecond is missing")]
    [InlineData("null", "workflowsPerSecond is missing")]
    [InlineData("{\"rate\":1}", "rate")]
    public async Task Traffic_that_cannot_be_is_refused_and_changes_nothing(string body, string said)
    {
        using var engine = new StubEngine();
        await using var orchestrator = await StartAsync(engine.Url);
        var before = await orchestrator.Client.GetStringAsync("/traffic");

        using var response = await orchestrator.Client.PutAsync("/traffic", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(said, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(before, await orchestrator.Client.GetStringAsync("/traffic"));
    }

    [Fact]
    public async Task Traffic_that_is_not_said_to_be_JSON_is_not_read_as_such()
    {
        using var engine = new StubEngine();
        await using var orchestrator = await StartAsync(engine.Url);

        using var response = await orchestrator.Client.PutAsync("/traffic", new StringContent("{\"workflowsPerSecond\":1}"));

        Assert.Equal(System.Net.HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Contains("application/json", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paused_nothing_starts_and_resumed_it_goes_on()
    {
        using var engine = new StubEngine();
        engine.Let.SetResult();
        await using var orchestrator = await StartAsync(engine.Url);
        await Eventually.True(async () => Count(await LedgerAsync(orchestrator), "started") > 0, "the first workflow");

        var paused = await PostAsync(orchestrator, "/traffic/pause");
        Assert.True(paused.GetProperty("paused").GetBoolean());
        await Eventually.True(async () => Count(await LedgerAsync(orchestrator), "active") == 0, "those that run end");
        Assert.Equal(Count(paused, "started"), Count(await LedgerAsync(orchestrator), "started"));

        await PostAsync(orchestrator, "/traffic/resume");
        await Eventually.True(async () => Count(await LedgerAsync(orchestrator), "started") > Count(paused, "started"), "new workflows");
    }

    [Fact]
    public async Task Without_the_engine_workflows_fail_and_the_orchestrator_goes_on_and_recovers()
    {
        await using var orchestrator = await StartAsync($"http://127.0.0.1:{OtlpCollector.FreePort()}");

        await Eventually.True(async () => Count(await LedgerAsync(orchestrator), "failed") > 5, "failures");

        var ledger = await LedgerAsync(orchestrator);
        Assert.Equal(0, Count(ledger, "succeeded"));
        Assert.True(Count(ledger, "unreported") > 5);
        Assert.Equal("Degraded\ntta-workflow-engine: does not answer", await orchestrator.Client.GetStringAsync("/health"));
    }

    [Fact]
    public async Task On_shutdown_what_runs_is_finished()
    {
        using var engine = new StubEngine();
        var directory = Directory.CreateTempSubdirectory("tta-ledger-").FullName;
        try
        {
            await using var orchestrator = await StartAsync(engine.Url, ("Demo:MaxWorkflows", "4"), ("Demo:DataDirectory", directory));
            await Eventually.True(() => engine.Requests == 4, "four workflows run");

            var stopping = orchestrator.StopAsync();
            Assert.False(stopping.IsCompleted);
            engine.Let.SetResult();
            await stopping;

            Assert.Equal(4, File.ReadLines(Path.Combine(directory, "ledger.jsonl")).Count(line => line.Contains("\"status\":\"success\"", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [Fact]
    public async Task On_shutdown_what_does_not_end_is_cancelled_and_entered_as_failed()
    {
        using var engine = new StubEngine();
        var directory = Directory.CreateTempSubdirectory("tta-ledger-").FullName;
        try
        {
            await using var orchestrator = await StartAsync(engine.Url, ("Demo:MaxWorkflows", "4"), ("Demo:DataDirectory", directory));
            await Eventually.True(() => engine.Requests == 4, "four workflows run");

            await orchestrator.StopAsync();

            Assert.Equal(4, File.ReadLines(Path.Combine(directory, "ledger.jsonl")).Count(line => line.Contains("\"status\":\"failed\"", StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static Task<RunningWorker> StartAsync(string engine, params (string Key, string Value)[] settings) => RunningWorker.StartAsync(
        "agent-orchestrator", [("services:tta-workflow-engine:http:0", engine), ("Demo:WorkflowsPerSecond", "100"), .. settings]);

    private static Task<JsonElement> LedgerAsync(RunningWorker orchestrator) => orchestrator.Client.GetFromJsonAsync<JsonElement>("/ledger");

    private static async Task<JsonElement> PostAsync(RunningWorker orchestrator, string path)
    {
        using var response = await orchestrator.Client.PostAsync(path, null);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static long Count(JsonElement ledger, string name) => ledger.GetProperty("workflows").GetProperty(name).GetInt64();
}
