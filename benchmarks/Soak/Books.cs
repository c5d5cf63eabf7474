using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using GameDays;

namespace Soak;

/// <summary>What the counters and the store say of the whole run, processes that are gone by now among them.</summary>
internal sealed record Books
{
    // A search gives 1,500 traces at most; so long is a slice at 300 workflows per second.
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(4);
    private const int MostOfSearch = 1500;

    /// <summary>Workflows that the counters have as ended.</summary>
    public double Counted { get; private init; }

    /// <summary>What the counters of the model calls have as cost.</summary>
    public double CountedCost { get; private init; }

    /// <summary>What the ledger's own series has as cost: less <see cref="CountedCost"/>, it is the difference that is said.</summary>
    public double LedgerCost { get; private init; }

    /// <summary>Spans that the SDKs of the services have made.</summary>
    public double Made { get; private init; }

    /// <summary>The same by service.</summary>
    public IReadOnlyDictionary<string, double> MadeBy { get; private init; } = new Dictionary<string, double>();

    /// <summary>Spans that the services counted as lost.</summary>
    public double Lost { get; private init; }

    /// <summary>Traces among those, by their roots.</summary>
    public double LostRoots { get; private init; }

    /// <summary>Spans that the store holds, each once.</summary>
    public double Stored { get; private init; }

    /// <summary>Spans that the store was given again.</summary>
    public double Duplicates { get; private init; }

    /// <summary>Arrivals for which no place was free.</summary>
    public double TurnedAway { get; private init; }

    /// <summary>Traces with a workflow's root.</summary>
    public int Roots { get; private init; }

    /// <summary>Those of them in which a span's parent is missing.</summary>
    public int Broken { get; private init; }

    /// <summary>Those of them without an error which have spans of the root's service alone.</summary>
    public int Hollow { get; private init; }

    /// <summary>Asks for the counters: those of a process that is gone end with the last that Prometheus had of it.</summary>
    public static async Task<Books> CountersAsync(SystemUnderTest system, TimeSpan time)
    {
        // Rounded: in which order Prometheus adds is not said, and the last digits of dollars depend on it.
        async Task<double> AskAsync(string promQl) => Math.Round((await system.Prometheus.QueryAsync(promQl)).Sum(one => one.Value), 9);
        Task<double> SumAsync(string series) => AskAsync(
            string.Create(CultureInfo.InvariantCulture, $"sum(max_over_time({series}[{time.TotalSeconds:0}s]))"));

        const string processed = "otel_sdk_processor_span_processed_total";
        var madeBy = (await system.Prometheus.QueryAsync(
                string.Create(CultureInfo.InvariantCulture, $"sum by (job) (max_over_time({processed}[{time.TotalSeconds:0}s]))")))
            .ToDictionary(one => one.Labels["job"], one => one.Value);
        return new()
        {
            Counted = await SumAsync("tta_workflow_executions_total"),
            CountedCost = await SumAsync("tta_llm_cost_dollars_total"),
            LedgerCost = await SumAsync("tta_ledger_cost_dollars_total"),
            Made = madeBy.Values.Sum(),
            MadeBy = madeBy,
            Lost = await SumAsync("tta_telemetry_lost_total") + await SumAsync(processed + "{error_type!=\"\"}"),
            LostRoots = await SumAsync("tta_telemetry_lost_traces_total"),

            // Not over time: the store counts what it finds when it starts again.
            Stored = await AskAsync("sum(observatory_spans_stored)"),
            Duplicates = await SumAsync("observatory_spans_duplicate_total"),
            TurnedAway = await SumAsync("tta_workflow_not_started_total"),
        };
    }

    /// <summary>Whether nothing has moved from one look to the next.</summary>
    public bool IsAsBefore(Books? before) => before is not null && this with { MadeBy = before.MadeBy } == before;

    /// <summary>Counts the stored workflows of a time, slice by slice.</summary>
    public async Task<Books> WithRootsAsync(SystemUnderTest system, DateTimeOffset from, DateTimeOffset to)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        Dictionary<string, (bool Broken, bool Hollow)> found = [];
        for (var at = from; at < to; at += Slice)
        {
            var question = new Uri(system.Jaeger, "api/v3/trace-summaries?query.serviceName=tta-agent-orchestrator"
                + $"&query.operationName=demo.workflow_execution&query.searchDepth={MostOfSearch}"
                + $"&query.startTimeMin={at:yyyy-MM-ddTHH:mm:ss.fffZ}&query.startTimeMax={at + Slice:yyyy-MM-ddTHH:mm:ss.fffZ}");
            var answer = await http.GetFromJsonAsync<JsonElement>(question);
            var summaries = answer.GetProperty("summaries").EnumerateArray().ToList();
            if (summaries.Count >= MostOfSearch)
            {
                throw new InvalidOperationException($"{MostOfSearch} workflows or more began within {Slice.TotalSeconds:0} s: they cannot be counted.");
            }

            foreach (var trace in summaries)
            {
                found[trace.GetProperty("traceId").GetString()!] = (
                    trace.GetProperty("orphanSpanCount").GetInt64() > 0,
                    trace.GetProperty("errorSpanCount").GetInt64() == 0 && trace.GetProperty("services").GetArrayLength() == 1);
            }
        }

        return this with
        {
            Roots = found.Count,
            Broken = found.Values.Count(trace => trace.Broken),
            Hollow = found.Values.Count(trace => trace.Hollow),
        };
    }
}
