namespace Tta.EndToEnd.Tests.Running;

/// <summary>Counted, not estimated: when the system has come to rest, three independent books hold the same numbers.</summary>
public sealed class CountsAgreeTests
{
    private const int Workflows = 80;

    [Fact]
    public async Task At_rest_counters_stored_traces_and_the_ledger_hold_the_same_numbers()
    {
        await using var system = await ProcessSystem.StartAsync(new Dictionary<string, string>
        {
            ["tta-agent-orchestrator.Demo__MaxWorkflows"] = $"{Workflows}",
            ["tta-agent-orchestrator.Demo__WorkflowsPerSecond"] = "20",
        });
        using var orchestrator = system.Orchestrator();
        using var prometheus = system.Prometheus();
        using var jaeger = system.Jaeger();

        var ledger = await Eventually.GetAsync(
            orchestrator.LedgerAsync, found => found.Finished == Workflows && found.Active == 0, TimeSpan.FromSeconds(120), $"{Workflows} workflows finished");
        Assert.Equal(Workflows, ledger.Started);

        // The last export and the last scrape are still on their way when the last workflow ends.
        var patience = TimeSpan.FromSeconds(120);
        await Eventually.GetAsync(
            () => prometheus.ScalarAsync("sum(tta_workflow_executions_total)"), found => found == Workflows, patience, $"{Workflows} workflows on the counters");
        Assert.Equal(ledger.Succeeded, await prometheus.ScalarAsync("sum(tta_workflow_executions_total{status=\"success\"})") ?? 0);
        Assert.Equal(ledger.Failed, await prometheus.ScalarAsync("sum(tta_workflow_executions_total{status=\"failed\"})") ?? 0);
        Assert.Equal(Workflows, await prometheus.ScalarAsync("sum(tta_workflow_duration_seconds_count)"));
        Assert.Equal(0, await prometheus.ScalarAsync("sum(agent_workflows_active)"));

        var traces = await Eventually.GetAsync(
            () => jaeger.SearchAsync("tta-agent-orchestrator", "demo.workflow_execution", limit: Workflows * 2),
            found => found.Count == Workflows,
            patience,
            $"{Workflows} stored traces");
        Assert.Equal(Workflows, traces.Sum(trace => trace.Roots.Count(root => root.Operation == "demo.workflow_execution")));
        Assert.Empty(traces.SelectMany(trace => trace.Orphans));

        await Eventually.GetAsync(
            async () => (decimal)Math.Round(await prometheus.ScalarAsync("sum(tta_llm_cost_dollars_total)") ?? 0, 9),
            cost => Math.Abs(cost - ledger.CostDollars) < 0.000001m,
            patience,
            $"a cost of ${ledger.CostDollars} on the counters");
        Assert.True(ledger.CostDollars > 0);
        Assert.Equal(ledger.PromptTokens, await prometheus.ScalarAsync("sum(tta_llm_tokens_total{type=\"prompt\"})"));
        Assert.Equal(ledger.CompletionTokens, await prometheus.ScalarAsync("sum(tta_llm_tokens_total{type=\"completion\"})"));

        var saved = await prometheus.ScalarAsync("sum(tta_cache_savings_dollars_total)") ?? 0;
        Assert.Equal((double)ledger.SavedDollars, saved, 6);
        Assert.True(ledger.SavedDollars > 0);
    }
}
