using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tta.EndToEnd.Tests.Clients;

/// <summary>What the orchestrator wrote down about its own work.</summary>
internal sealed record Ledger(long Started, long Succeeded, long Failed, long Active, long Interrupted, decimal CostDollars, decimal SavedDollars, long PromptTokens, long CompletionTokens)
{
    public long Finished => Succeeded + Failed;
}

/// <summary>Asks the demo's orchestrator for its ledger.</summary>
internal sealed class OrchestratorClient(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public async Task<Ledger> LedgerAsync()
    {
        var ledger = await _http.GetFromJsonAsync<JsonElement>("ledger");
        var workflows = ledger.GetProperty("workflows");
        var tokens = ledger.GetProperty("tokens");
        return new Ledger(
            workflows.GetProperty("started").GetInt64(),
            workflows.GetProperty("succeeded").GetInt64(),
            workflows.GetProperty("failed").GetInt64(),
            workflows.GetProperty("active").GetInt64(),
            workflows.GetProperty("interrupted").GetInt64(),
            Dollars(ledger, "cost_usd"),
            Dollars(ledger, "saved_usd"),
            tokens.GetProperty("prompt").GetInt64(),
            tokens.GetProperty("completion").GetInt64());
    }

    public async Task PauseAsync() => await PostAsync("traffic/pause");

    public async Task ResumeAsync() => await PostAsync("traffic/resume");

    public void Dispose() => _http.Dispose();

    private async Task PostAsync(string path)
    {
        using var response = await _http.PostAsync(path, content: null);
        response.EnsureSuccessStatusCode();
    }

    private static decimal Dollars(JsonElement ledger, string name) =>
        decimal.Parse(ledger.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
