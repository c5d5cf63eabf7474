using Tta.EndToEnd.Tests.Clients;
using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.Catalogue;

/// <summary>What is named is there, what is there is named, and with the labels that are written down.</summary>
[Collection(SharedSystem.Name)]
public sealed class CatalogueTests(SharedSystem shared)
{
    // The adaptive primitive has to learn something.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    // What Prometheus makes up while an alert is on.
    private const string WhileAlerting = "ALERTS";

    // Compares with what was eight minutes ago; promtool's tests give it that past.
    private const string OnlyWithAPast = "tta:workflow_rate_growth";

    // Nothing fills 128 MB in a demo, and no arrival finds every slot taken (that those are counted, TrafficTests show), nor
    // does any telemetry find no room (SpoolTests).
    private static readonly string[] NeverInADemo =
        ["tta_cache_evictions_total", "tta_workflow_not_started_total", "tta_telemetry_lost_total", "tta_telemetry_lost_traces_total"];

    [Fact]
    public async Task Every_emitted_series_that_is_documented_is_emitted_with_exactly_its_labels()
    {
        await ReportProgram.RunAgainstAsync(shared.System);
        using var prometheus = shared.System.Prometheus();
        foreach (var metric in DocumentedMetric.Emitted)
        {
            foreach (var name in metric.Stored)
            {
                await Eventually.GetAsync(
                    async () => Own(await prometheus.SeriesAsync(name)), found => found is not null && found.SetEquals(metric.Labels), Patience,
                    $"{name} with the labels {string.Join(", ", metric.Labels)}");
            }
        }
    }

    [Fact]
    public async Task Every_counter_counts_real_work()
    {
        using var prometheus = shared.System.Prometheus();
        await LearnInVainAsync(prometheus);
        foreach (var counter in DocumentedMetric.Emitted.Where(metric =>
            metric.Type == "counter" && !NeverInADemo.Contains(metric.Name)))
        {
            await Eventually.UntilAsync(async () => await prometheus.ScalarAsync($"sum({counter.Name})") > 0, Patience, $"something counted by {counter.Name}");
        }

        foreach (var operation in (string[])["hit", "miss", "eviction"])
        {
            await Eventually.UntilAsync(
                async () => await prometheus.ScalarAsync($"sum(tta_cache_operations_total{{operation=\"{operation}\"}})") > 0, Patience, $"a cache {operation}");
        }

        await Eventually.UntilAsync(
            async () => await prometheus.ScalarAsync("sum(tta_gateway_requests_total{status=\"429\"})") > 0, Patience, "a rate limit");
        await Eventually.UntilAsync(
            async () => await prometheus.ScalarAsync("max(max_over_time(tta_circuit_breaker_state[10m]))") == 2, Patience, "an open circuit");
    }

    // What has been learned fails only where the model changes, which a demo's does not by itself.
    private async Task LearnInVainAsync(PrometheusClient prometheus)
    {
        await Eventually.UntilAsync(
            async () => await prometheus.ScalarAsync("min_over_time(max(adaptive_learning_effectiveness)[30s:5s])") > 0,
            Patience,
            "something learned that helps for half a minute");
        await shared.System.ExecuteAsync("tta-workflow-engine", "set-step-fault", ("of", "translate_preview"), ("delaySeconds", "5"));
        try
        {
            await Eventually.UntilAsync(
                async () => await prometheus.ScalarAsync("sum(adaptive_circuit_breaker_activations_total)") > 0, Patience, "what was learned given up");
        }
        finally
        {
            await shared.System.ExecuteAsync("tta-workflow-engine", "clear-faults");
        }
    }

    [Fact]
    public async Task A_recorded_series_has_exactly_the_labels_that_are_documented()
    {
        using var prometheus = shared.System.Prometheus();
        foreach (var metric in DocumentedMetric.All.Where(metric =>
            metric.Section is "Recorded" or "Older names" && metric.Name != OnlyWithAPast && !IsOfOtherCollectors(metric.Name)))
        {
            await Eventually.GetAsync(
                async () => Own(await prometheus.SeriesAsync($"{{__name__=\"{metric.Name}\"}}")), found => found is not null && found.SetEquals(metric.Labels), Patience,
                $"{metric.Name} with the labels {string.Join(", ", metric.Labels)}");
        }
    }

    [Fact]
    public async Task Every_series_of_ours_is_documented()
    {
        using var prometheus = shared.System.Prometheus();
        var documented = DocumentedMetric.All.SelectMany(metric => metric.Stored).ToHashSet();
        string[] ours = ["tta_", "tta:", "adaptive_", "agent_", "gen_ai_", "slo_", "slo:", "primitive_", "llm_", "cache_"];

        var names = await prometheus.MetricNamesAsync();

        Assert.Empty(names.Where(name => ours.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal))).Except(documented));
    }

    [Fact]
    public async Task Every_metric_that_rules_dashboards_or_documents_name_exists()
    {
        await ReportProgram.RunAgainstAsync(shared.System);
        using var prometheus = shared.System.Prometheus();
        var named = NamedMetrics.InRules().Concat(NamedMetrics.InDashboards()).Concat(NamedMetrics.InDocuments())
            .Where(one => one.Metric is not (WhileAlerting or OnlyWithAPast) && !IsOfOtherCollectors(one.Metric) && !IsOfOtherAgents(one.Metric))
            .Distinct().ToList();
        var labels = DocumentedMetric.All.SelectMany(metric => metric.Labels).ToHashSet();
        Assert.All((string[])["rules", "dashboard", "document"], kind => Assert.Contains(named, one => one.Place.StartsWith(kind, StringComparison.Ordinal)));

        await Eventually.GetAsync(
            async () =>
            {
                var names = await prometheus.MetricNamesAsync();
                return named.Where(one => !names.Contains(one.Metric) && !names.Contains(one.Metric + "_bucket") && !labels.Contains(one.Metric)).ToList();
            },
            missing => missing.Count == 0,
            Patience,
            "every metric that is named");
    }

    [Fact]
    public async Task Every_example_query_of_the_metrics_page_has_an_answer()
    {
        await ReportProgram.RunAgainstAsync(shared.System);
        using var prometheus = shared.System.Prometheus();
        foreach (var metric in DocumentedMetric.All.Where(metric =>
            metric.Name != OnlyWithAPast && !IsOfOtherCollectors(metric.Name)))
        {
            await Eventually.GetAsync(
                () => prometheus.QueryAsync(metric.Example), found => found.Count > 0, Patience, $"an answer to {metric.Example}");
        }
    }

    // Collectors in containers queue and send, and count what fails after the first failure; Observatory, which stands in for one, stores. What waits
    // or is lost is no series while nothing is.
    private static bool IsOfOtherCollectors(string metric) =>
        metric is "otelcol_exporter_queue_size" or "otelcol_exporter_queue_capacity" or "tta:telemetry_waiting" or "tta:telemetry_lost"
        || metric.StartsWith("otelcol_exporter_send_failed_", StringComparison.Ordinal)
        || metric.StartsWith("otelcol_exporter_enqueue_failed_", StringComparison.Ordinal);

    // Derived from the telemetry of other frameworks, none of which runs here: OtherAgentsTests have a system that is sent some.
    private static bool IsOfOtherAgents(string metric) =>
        metric.StartsWith("agent_", StringComparison.Ordinal) && metric != "agent_workflows_active";

    /// <summary>The labels that any of the series has of its own; nothing when there is none.</summary>
    private static HashSet<string>? Own(IReadOnlyList<IReadOnlyDictionary<string, string>> series) =>
        series.Count == 0 ? null : [.. series.SelectMany(one => one.Keys).Except(DocumentedMetric.Everywhere)];
}
