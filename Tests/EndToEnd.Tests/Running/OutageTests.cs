using Tta.EndToEnd.Tests.Clients;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>A receiver that hangs while much happens costs no span.</summary>
public sealed class OutageTests
{
    private const int Workflows = 1400;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private static readonly string[] Services = ["tta-agent-orchestrator", "tta-workflow-engine", "tta-llm-gateway", "tta-cache-layer"];

    [Fact]
    public async Task Every_span_of_the_time_in_which_the_receiver_hung_is_stored_once_it_goes_on()
    {
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
        Ledger ledger;
        await using (await HungProcesses.HoldAsync(system, "observatory"))
        {
            ledger = await Eventually.GetAsync(
                orchestrator.LedgerAsync, found => found.Finished == Workflows && found.Active == 0, Patience, $"{Workflows} workflows");
            foreach (var service in Services)
            {
                await Eventually.UntilAsync(() => Task.FromResult(Waiting(system, service) > 0), Patience, $"spans of {service} on disk");
            }
        }

        // Nothing is asked of the orchestrator from here on: a question is a span, too.
        Assert.Equal(Workflows, ledger.Started);
        await Eventually.GetAsync(
            () => Task.FromResult(Services.ToDictionary(service => service, service => Waiting(system, service))),
            waiting => waiting.Values.Sum() == 0,
            Patience,
            "nothing on disk");
        await Eventually.GetAsync(
            () => BooksAsync(prometheus),
            books => books.Made > 0 && books.Made == books.Stored + books.Lost,
            Patience,
            "every span that was made is stored");
        Assert.Equal(0, (await BooksAsync(prometheus)).Lost);
        var traces = await jaeger.SearchAsync("tta-agent-orchestrator", "demo.workflow_execution", limit: Workflows + 100);
        Assert.Equal(Workflows, traces.Count);
        Assert.DoesNotContain(traces, trace => trace.Orphans.Any());
    }

    /// <summary>What the services' SDKs have made, what they gave up, and what Observatory has stored, each span once.</summary>
    private static async Task<(double Made, double Lost, double Stored, string By)> BooksAsync(PrometheusClient prometheus) => (
        await prometheus.ScalarAsync("sum(otel_sdk_processor_span_processed_total)") ?? 0,
        (await prometheus.ScalarAsync("sum(tta_telemetry_lost_total)") ?? 0)
            + (await prometheus.ScalarAsync("sum(otel_sdk_processor_span_processed_total{error_type!=\"\"})") ?? 0),
        await prometheus.ScalarAsync("sum(otelcol_exporter_sent_spans_total{exporter=\"observatory\"})") ?? 0,
        string.Join(' ', await prometheus.QueryAsync("sum by (job) (otel_sdk_processor_span_processed_total)")));

    private static int Waiting(AspireSystem system, string service)
    {
        var directory = Path.Combine(system.DataDirectory, "volumes", "tta-spool", service, "spans");
        return Directory.Exists(directory) ? Directory.GetFiles(directory, "*.otlp").Length : 0;
    }
}
