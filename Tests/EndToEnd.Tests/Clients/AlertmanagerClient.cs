using System.Net.Http.Json;
using System.Text.Json;

namespace Tta.EndToEnd.Tests.Clients;

/// <summary>An alert as Alertmanager holds it.</summary>
internal sealed record ReceivedAlert(
    IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations, IReadOnlyList<string> Receivers, string State)
{
    public override string ToString() => $"{Labels.GetValueOrDefault("alertname")} {State} to {string.Join("|", Receivers)}";
}

/// <summary>Asks an Alertmanager through its HTTP API.</summary>
internal sealed class AlertmanagerClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>The alerts of a name that are on now.</summary>
    public async Task<IReadOnlyList<ReceivedAlert>> ActiveAsync(string name)
    {
        var alerts = await _http.GetFromJsonAsync<JsonElement>($"api/v2/alerts?active=true&filter={Uri.EscapeDataString($"alertname=\"{name}\"")}");
        return
        [
            .. alerts.EnumerateArray().Select(alert => new ReceivedAlert(
                Texts(alert.GetProperty("labels")),
                Texts(alert.GetProperty("annotations")),
                [.. alert.GetProperty("receivers").EnumerateArray().Select(receiver => receiver.GetProperty("name").GetString()!)],
                alert.GetProperty("status").GetProperty("state").GetString()!)),
        ];
    }

    public void Dispose() => _http.Dispose();

    private static Dictionary<string, string> Texts(JsonElement map) =>
        map.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!);
}
