using System.Net.Http.Json;
using System.Text.Json;

namespace GameDays;

/// <summary>An alert as Alertmanager holds it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Suppressed">Whether another alert explains it, so that nobody is told.</param>
internal sealed record ReceivedAlert(string Name, IReadOnlyDictionary<string, string> Labels, bool Suppressed);

/// <summary>Asks Alertmanager what it has.</summary>
internal sealed class Alertmanager(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };

    public async Task<IReadOnlyList<ReceivedAlert>> AlertsAsync()
    {
        var alerts = await _http.GetFromJsonAsync<JsonElement>("api/v2/alerts");
        return
        [
            .. alerts.EnumerateArray().Select(alert =>
            {
                var labels = alert.GetProperty("labels").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!);
                return new ReceivedAlert(labels["alertname"], labels, alert.GetProperty("status").GetProperty("state").GetString() == "suppressed");
            }),
        ];
    }

    public void Dispose() => _http.Dispose();
}
