using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace GameDays;

/// <summary>Whether two independent books say the same: the metrics against the traces, and against the ledger.</summary>
internal sealed class Agreement(SystemUnderTest system, Figures figures) : IDisposable
{
    private const int Window = 300;
    private const double Tolerance = 0.15;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Each workflow's p95 of five minutes: the histogram's against that of its traces.</summary>
    public async Task CompareLatenciesAsync()
    {
        var now = DateTimeOffset.UtcNow;
        var counted = await system.Prometheus.QueryAsync(
            $"histogram_quantile(0.95, sum by (workflow_name, le) (increase(tta_workflow_duration_seconds_bucket[{Window}s])))");
        var within = 0;
        foreach (var workflow in counted.OrderBy(one => one.Labels["workflow_name"], StringComparer.Ordinal))
        {
            var name = workflow.Labels["workflow_name"];
            var durations = await DurationsAsync(name, now);
            var traced = durations.Count == 0 ? double.NaN : durations[Math.Min((int)(0.95 * durations.Count), durations.Count - 1)];
            var off = (workflow.Value / traced) - 1;
            within += Math.Abs(off) <= Tolerance ? 1 : 0;
            figures.Write(string.Create(
                CultureInfo.InvariantCulture, $"p95 {name}: metric {workflow.Value:0.000} s, {durations.Count} traces {traced:0.000} s, {off:+0.0 %;-0.0 %}"));
        }

        figures.Note($"p95 within {Tolerance * 100:0} % of the traces': {within} of {counted.Count} workflows");
    }

    /// <summary>Each workflow's cost and what its caches saved: the counters against the ledger, while nothing runs.</summary>
    public async Task CompareMoneyAsync(CancellationToken cancellation)
    {
        await system.PauseAsync(true);
        try
        {
            // The last export and the last scrape are on their way.
            await Task.Delay(TimeSpan.FromSeconds(20), cancellation);
            var ledger = await _http.GetFromJsonAsync<JsonElement>(new Uri(system.Orchestrator, "ledger"), cancellation);
            var cost = await ByWorkflowAsync("tta_llm_cost_dollars_total");
            var saved = await ByWorkflowAsync("tta_cache_savings_dollars_total");
            double most = 0;
            var workflows = ledger.GetProperty("by_workflow").EnumerateArray().ToList();
            foreach (var one in workflows)
            {
                var name = one.GetProperty("workflow_name").GetString()!;
                most = Math.Max(most, Math.Abs(Dollars(one, "cost_usd") - cost.GetValueOrDefault(name)));
                most = Math.Max(most, Math.Abs(Dollars(one, "saved_usd") - saved.GetValueOrDefault(name)));
            }

            figures.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"cost ${Dollars(ledger, "cost_usd"):0.0000} and savings ${Dollars(ledger, "saved_usd"):0.0000} of {workflows.Count} workflows: counters and ledger differ by at most ${most:0.#########}"));
        }
        finally
        {
            await system.PauseAsync(false);
        }
    }

    public void Dispose() => _http.Dispose();

    private static double Dollars(JsonElement of, string name) => double.Parse(of.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private async Task<Dictionary<string, double>> ByWorkflowAsync(string counter) =>
        (await system.Prometheus.QueryAsync($"sum by (workflow_name) ({counter})")).ToDictionary(one => one.Labels["workflow_name"], one => one.Value);

    /// <summary>How long the workflow's runs of the window took by their traces, in order.</summary>
    private async Task<List<double>> DurationsAsync(string workflow, DateTimeOffset now)
    {
        var attributes = JsonSerializer.Serialize(new Dictionary<string, string> { ["workflow.name"] = workflow });
        var question = new Uri(system.Jaeger, "api/v3/trace-summaries?query.serviceName=tta-agent-orchestrator&query.operationName=demo.workflow_execution"
            + $"&query.attributes={Uri.EscapeDataString(attributes)}&query.searchDepth=1000"
            + $"&query.startTimeMin={now.AddSeconds(-Window):yyyy-MM-ddTHH:mm:ss.fffZ}&query.startTimeMax={now:yyyy-MM-ddTHH:mm:ss.fffZ}");
        var answer = await _http.GetFromJsonAsync<JsonElement>(question);
        return
        [
            .. answer.GetProperty("summaries").EnumerateArray()
                .Select(trace => (Nanos(trace, "maxEndTimeUnixNano") - Nanos(trace, "minStartTimeUnixNano")) / 1e9m)
                .Select(seconds => (double)seconds).Order(),
        ];
    }

    private static decimal Nanos(JsonElement trace, string name) => decimal.Parse(trace.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
