using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace GameDays;

/// <summary>One series of an answer.</summary>
internal sealed record Sample(IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>Asks Prometheus.</summary>
internal sealed class Prometheus(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };

    public async Task<IReadOnlyList<Sample>> QueryAsync(string promQl)
    {
        var answer = await _http.GetFromJsonAsync<JsonElement>($"api/v1/query?query={Uri.EscapeDataString(promQl)}");
        return
        [
            .. answer.GetProperty("data").GetProperty("result").EnumerateArray().Select(one => new Sample(
                one.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!),
                double.Parse(one.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>The alerts that are pending or firing, by name and state.</summary>
    public async Task<IReadOnlyList<string>> AlertsAsync() =>
        [.. (await QueryAsync("ALERTS")).Select(alert => $"{alert.Labels["alertname"]} {alert.Labels["alertstate"]}").Order(StringComparer.Ordinal)];

    public void Dispose() => _http.Dispose();
}
