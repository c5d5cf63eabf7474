using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tta.EndToEnd.Tests.Clients;

/// <summary>Asks a Jaeger query service through its HTTP API.</summary>
internal sealed class JaegerClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public async Task<IReadOnlyList<string>> ServicesAsync() =>
        [.. (await GetAsync("api/services")).GetProperty("data").EnumerateArray().Select(service => service.GetString()!)];

    public async Task<IReadOnlyList<string>> OperationsAsync(string service) =>
        [.. (await GetAsync($"api/services/{Uri.EscapeDataString(service)}/operations")).GetProperty("data").EnumerateArray().Select(operation => operation.GetString()!)];

    /// <summary>Traces that hold a span of the service and operation, newest first.</summary>
    public async Task<IReadOnlyList<Trace>> SearchAsync(string service, string? operation = null, int limit = 20, string? tags = null, string lookback = "1h")
    {
        var end = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000;
        var start = end - (3_600_000_000L * 2);
        var query = $"api/traces?service={Uri.EscapeDataString(service)}&limit={limit}&lookback={lookback}&start={start}&end={end}";
        query += operation is null ? "" : $"&operation={Uri.EscapeDataString(operation)}";
        query += tags is null ? "" : $"&tags={Uri.EscapeDataString(tags)}";
        return [.. (await GetAsync(query)).GetProperty("data").EnumerateArray().Select(Trace.Read)];
    }

    /// <summary>The whole trace; null when it is not stored.</summary>
    public async Task<Trace?> FindAsync(string traceId)
    {
        using var response = await _http.GetAsync($"api/traces/{traceId}");
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadFromJsonAsync<JsonElement>();
        return Trace.Read(body.GetProperty("data")[0]);
    }

    /// <summary>Calls between services: parent, child, count.</summary>
    public async Task<IReadOnlyList<(string Parent, string Child, long Calls)>> DependenciesAsync()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var body = await GetAsync($"api/dependencies?endTs={now}&lookback=3600000");
        return
        [
            .. body.GetProperty("data").EnumerateArray().Select(edge => (
                edge.GetProperty("parent").GetString()!,
                edge.GetProperty("child").GetString()!,
                edge.GetProperty("callCount").GetInt64())),
        ];
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _http.GetAsync(path);
        Assert.True(response.IsSuccessStatusCode, $"Jaeger API answered {(int)response.StatusCode} to {path}: {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
