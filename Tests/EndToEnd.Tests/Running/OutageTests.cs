using System.Diagnostics;
using System.Globalization;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>A receiver that hangs while much happens costs no span.</summary>
public sealed class OutageTests
{
    private const int Workflows = 1400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    [Fact]
    public async Task Every_span_of_the_time_in_which_the_receiver_hung_is_stored_once_it_goes_on()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Processes are held by a signal.");
        }

        await using var system = await ProcessSystem.StartAsync(new Dictionary<string, string>
        {
            ["tta-agent-orchestrator.Demo__MaxWorkflows"] = $"{Workflows}",
            ["tta-agent-orchestrator.Demo__WorkflowsPerSecond"] = "200",
            ["tta-agent-orchestrator.Demo__MaxConcurrency"] = "200",
            ["tta-llm-gateway.Demo__LatencyScale"] = "0.1",
        });
        using var orchestrator = system.Orchestrator();
        using var prometheus = system.Prometheus();
        using var jaeger = system.Jaeger();
        var observatory = system.GetProcessId("observatory");
        Clients.Ledger ledger;
        await SignalAsync("STOP", observatory);
        try
        {
            ledger = await Eventually.GetAsync(
                orchestrator.LedgerAsync, found => found.Finished == Workflows && found.Active == 0, Patience, $"{Workflows} workflows");
            foreach (var service in (string[])["tta-agent-orchestrator", "tta-workflow-engine", "tta-llm-gateway"])
            {
                await Eventually.UntilAsync(() => Task.FromResult(Waiting(system, service) > 0), Patience, $"spans of {service} on disk");
            }
        }
        finally
        {
            await SignalAsync("CONT", observatory);
        }

        Assert.Equal(Workflows, ledger.Started);
        var traces = await Eventually.GetAsync(
            () => jaeger.SearchAsync("tta-agent-orchestrator", "demo.workflow_execution", limit: 1500),
            found => found.Count == Workflows && found.All(trace => !trace.Orphans.Any())
                && Waiting(system, "tta-workflow-engine") + Waiting(system, "tta-llm-gateway") + Waiting(system, "tta-cache-layer") == 0,
            Patience,
            $"{Workflows} whole traces");
        foreach (var service in (string[])["tta-workflow-engine", "tta-llm-gateway", "tta-cache-layer"])
        {
            // Not the orchestrator: the questions for its ledger are spans, too, and of no workflow.
            var stored = traces.SelectMany(trace => trace.Spans).Count(span => span.Service == service);
            await Eventually.GetAsync(
                async () => (int?)await prometheus.ScalarAsync($"sum(otel_sdk_processor_span_processed_total{{job=\"{service}\"}})"),
                made => made == stored,
                Patience,
                $"as many spans of {service} made as are stored: {stored}");
        }

        Assert.Equal(0, await prometheus.ScalarAsync("sum(tta_telemetry_lost_total)"));
    }

    private static int Waiting(AspireSystem system, string service)
    {
        var directory = Path.Combine(system.DataDirectory, "volumes", "tta-spool", service, "spans");
        return Directory.Exists(directory) ? Directory.GetFiles(directory, "*.otlp").Length : 0;
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }
}
