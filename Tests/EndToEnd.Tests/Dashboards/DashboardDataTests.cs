using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tta.EndToEnd.Tests.Running;

namespace Tta.EndToEnd.Tests.Dashboards;

/// <summary>Every panel is alive: its queries have an answer on a system that has run for a while.</summary>
[Collection(SharedSystem.Name)]
public sealed partial class DashboardDataTests(SharedSystem shared)
{
    // Rates over five minutes need two scrapes, recorded ones a rule evaluation more; rare events need to happen once.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    // The default of --query.max-samples.
    private const long MaxSamples = 50_000_000;

    // A system that has just been started has no past hour to compare with, and the panel says that. Where no telemetry waits or is lost there
    // is no series that says so; the panel has a line at 0 of its own.
    private static readonly string[] MayBeEmpty = ["offset 1h", "tta:telemetry_waiting", "tta:telemetry_lost"];

    private static readonly (string Variable, string Series, string Label)[] Variables =
    [
        ("workflow", "tta_workflow_executions_total", "workflow_name"),
        ("primitive", "tta_primitive_executions_total", "primitive_name"),
        ("provider", "tta_llm_tokens_total", "provider"),
        ("service", "traces_span_metrics_calls_total", "service_name"),
    ];

    public static TheoryData<string> Boards => [.. DashboardQueries.BoardsWithData];

    [Theory]
    [MemberData(nameof(Boards))]
    public async Task Every_query_of_a_board_has_data_with_All_chosen(string board) =>
        await ExpectDataAsync(board, _ => DashboardQueries.All);

    [Theory]
    [MemberData(nameof(Boards))]
    public async Task Every_query_of_a_board_has_data_with_values_chosen(string board)
    {
        using var prometheus = shared.System.Prometheus();
        var choices = new Dictionary<string, string>();
        foreach (var (variable, series, label) in Variables)
        {
            var values = await Eventually.GetAsync(
                () => prometheus.QueryAsync($"count by ({label}) ({series})"), found => found.Count >= 4, Patience, $"four values of {label}");
            choices[variable] = $"({string.Join('|', values.Select(value => Escaped(value[label])))})";
        }

        await ExpectDataAsync(board, variable => choices[variable]);
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public async Task The_trace_searches_of_a_board_find_traces(string board)
    {
        using var jaeger = shared.System.Jaeger();
        foreach (var (service, operation, tags) in DashboardQueries.Searches(board))
        {
            var asked = tags.Contains("error=true", StringComparison.Ordinal) ? """{"error":"true"}""" : null;
            await Eventually.GetAsync(
                () => jaeger.SearchAsync(service, operation.Length > 0 ? operation : null, limit: 20, tags: asked),
                found => found.Count > 0,
                Patience,
                $"a trace for {board}'s search for {service} {operation} {tags}");
        }
    }

    [Fact]
    public async Task Every_query_is_answered_over_half_an_hour_and_reads_no_more_samples_than_Prometheus_lets_one_hold()
    {
        using var http = new HttpClient { BaseAddress = shared.System.GetEndpoint("prometheus", "http") };
        foreach (var board in DashboardQueries.Boards)
        {
            foreach (var expression in DashboardQueries.PromQl(board))
            {
                var samples = await SamplesReadAsync(http, PromQl.Filled(expression, _ => DashboardQueries.All));
                Assert.True(samples <= MaxSamples, $"{board}: {expression} reads {samples} samples");
            }
        }
    }

    private async Task ExpectDataAsync(string board, Func<string, string> choice)
    {
        using var prometheus = shared.System.Prometheus();
        foreach (var expression in DashboardQueries.PromQl(board))
        {
            var query = PromQl.Filled(expression, choice);
            var samples = MayBeEmpty.Any(part => query.Contains(part, StringComparison.Ordinal))
                ? await prometheus.QueryAsync(query)
                : await Eventually.GetAsync(() => prometheus.QueryAsync(query), found => found.Count > 0, Patience, $"data on {board} for {query}");
            Assert.All(samples, sample => Assert.False(double.IsNaN(sample.Value), $"{board}: {query} gives {sample}"));
        }
    }

    // As Grafana and Observatory write a chosen value into a regular expression: a service may have any name.
    private static string Escaped(string value) =>
        MetaCharacter().Replace(value, @"\$0").Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    [GeneratedRegex(@"[\\^$.*+?()\[\]{}|]")]
    private static partial Regex MetaCharacter();

    // What Prometheus reads for half an hour in 200 steps: what a query costs, whatever else the machine does.
    private static async Task<long> SamplesReadAsync(HttpClient http, string query)
    {
        var end = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var answer = await http.GetFromJsonAsync<JsonElement>(
            string.Create(CultureInfo.InvariantCulture, $"api/v1/query_range?query={Uri.EscapeDataString(query)}&start={end - 1800}&end={end}&step=9&stats=all"));
        return answer.GetProperty("data").GetProperty("stats").GetProperty("samples").GetProperty("totalQueryableSamples").GetInt64();
    }
}
