using System.Diagnostics;
using System.Text.Json;

namespace Tta.EndToEnd.Tests.Running;

/// <summary>Workflows that were running when the orchestrator was killed do not vanish: its next process says which they were.</summary>
public sealed class InterruptedTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task What_a_killed_orchestrator_had_begun_is_interrupted_in_its_ledger_and_on_its_series()
    {
        await using var system = await ProcessSystem.StartAsync(new Dictionary<string, string>
        {
            // No model answers: whatever has begun is still running some seconds later.
            ["tta-llm-gateway.Demo__LatencyScale"] = "1000",
            ["tta-llm-gateway.Demo__ErrorRate"] = "0",
            ["tta-agent-orchestrator.Demo__WorkflowsPerSecond"] = "8",
        });
        using var orchestrator = system.Orchestrator();
        await Eventually.GetAsync(orchestrator.LedgerAsync, ledger => ledger.Active >= 3, Patience, "three workflows that run");

        using (var process = Process.GetProcessById(system.GetProcessId("tta-agent-orchestrator")))
        {
            process.Kill();
        }

        var ledger = await Eventually.GetAsync(
            orchestrator.LedgerAsync, found => found.Interrupted > 0, Patience, "interrupted workflows in the ledger");
        await orchestrator.PauseAsync();

        // A running file may end within a line, but what the process before wrote is complete.
        var lines = ReadShared(Path.Combine(system.DataDirectory, "volumes", "tta-ledger", "ledger.jsonl"));
        var first = lines[0].GetProperty("run").GetString();
        var ofFirst = lines.Where(line => line.GetProperty("run").GetString() == first)
            .GroupBy(line => line.GetProperty("status").GetString()!).ToDictionary(lines => lines.Key, lines => lines.Count());
        Assert.Equal(ledger.Interrupted, ofFirst["interrupted"]);
        Assert.Equal(ofFirst["started"], ofFirst.Where(pair => pair.Key != "started").Sum(pair => pair.Value));

        using var prometheus = system.Prometheus();
        await Eventually.UntilAsync(
            async () => await prometheus.ScalarAsync("max(sum by (instance) (tta_ledger_interrupted))") == ledger.Interrupted, Patience,
            $"{ledger.Interrupted} interrupted workflows on the series");
    }

    private static List<JsonElement> ReadShared(string path)
    {
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. file.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
