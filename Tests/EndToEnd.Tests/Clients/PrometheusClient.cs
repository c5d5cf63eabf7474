using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tta.EndToEnd.Tests.Clients;

/// <summary>One series of an instant query's answer.</summary>
internal sealed record Sample(IReadOnlyDictionary<string, string> Labels, double Value)
{
    public string this[string label] => Labels.GetValueOrDefault(label, "");

    public override string ToString() => $"{{{string.Join(",", Labels.Select(l => $"{l.Key}={l.Value}"))}}} {Value}";
}

/// <summary>A scrape target as Prometheus sees it.</summary>
internal sealed record Target(string Job, string Url, string Health, string LastError);

/// <summary>A recording or alerting rule as Prometheus sees it.</summary>
internal sealed record Rule(string Name, string Health, string LastError);

/// <summary>Asks a Prometheus server through its HTTP API.</summary>
internal sealed class PrometheusClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public async Task<IReadOnlyList<Sample>> QueryAsync(string promql)
    {
        var data = await GetAsync($"api/v1/query?query={Uri.EscapeDataString(promql)}");
        return [.. data.GetProperty("result").EnumerateArray().Select(ReadSample)];
    }

    /// <summary>The one number a query gives; null when it gives no series.</summary>
    public async Task<double?> ScalarAsync(string promql)
    {
        var samples = await QueryAsync(promql);
        return samples.Count switch
        {
            0 => null,
            1 => samples[0].Value,
            _ => throw new InvalidOperationException($"{promql} gives {samples.Count} series where one was expected"),
        };
    }

    /// <summary>The names of all metrics there are.</summary>
    public async Task<IReadOnlySet<string>> MetricNamesAsync() =>
        (await GetAsync("api/v1/label/__name__/values")).EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal);

    /// <summary>The label sets of the series that a selector matches, with their names.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> SeriesAsync(string selector)
    {
        var data = await GetAsync($"api/v1/series?match[]={Uri.EscapeDataString(selector)}");
        return [.. data.EnumerateArray().Select(one => one.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!))];
    }

    public async Task<IReadOnlyList<Target>> TargetsAsync()
    {
        var data = await GetAsync("api/v1/targets?state=active");
        return
        [
            .. data.GetProperty("activeTargets").EnumerateArray().Select(target => new Target(
                target.GetProperty("labels").GetProperty("job").GetString()!,
                target.GetProperty("scrapeUrl").GetString()!,
                target.GetProperty("health").GetString()!,
                target.GetProperty("lastError").GetString()!)),
        ];
    }

    public async Task<IReadOnlyList<Rule>> RulesAsync()
    {
        var data = await GetAsync("api/v1/rules");
        return
        [
            .. data.GetProperty("groups").EnumerateArray().SelectMany(group => group.GetProperty("rules").EnumerateArray()).Select(rule => new Rule(
                rule.GetProperty("name").GetString()!,
                rule.GetProperty("health").GetString()!,
                rule.TryGetProperty("lastError", out var error) ? error.GetString()! : "")),
        ];
    }

    /// <summary>Trace ids of the exemplars kept for a series in the last minutes, newest last.</summary>
    public async Task<IReadOnlyList<string>> ExemplarTraceIdsAsync(string series)
    {
        var now = DateTimeOffset.UtcNow;
        var start = now.AddMinutes(-10).ToUnixTimeSeconds();
        var data = await GetAsync($"api/v1/query_exemplars?query={Uri.EscapeDataString(series)}&start={start}&end={now.ToUnixTimeSeconds() + 1}");
        return
        [
            .. data.EnumerateArray()
                .SelectMany(one => one.GetProperty("exemplars").EnumerateArray())
                .OrderBy(exemplar => exemplar.GetProperty("timestamp").GetDouble())
                .Select(exemplar => exemplar.GetProperty("labels").GetProperty("trace_id").GetString()!),
        ];
    }

    public void Dispose() => _http.Dispose();

    private static Sample ReadSample(JsonElement result) => new(
        result.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
        double.Parse(result.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture));

    private async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, $"Prometheus refused {path}: {body}");
        return body.GetProperty("data");
    }
}
