using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Observatory;
using Observatory.Hosting;
using Observatory.SelfMonitoring;

namespace Tta.Observatory.Tests.Support;

/// <summary>The real host on free ports, with its own data directory.</summary>
internal sealed class TestObservatory : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly WebApplication _app;

    private TestObservatory(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    public HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Deadline };

    public static async Task<TestObservatory> StartAsync(
        string data, Dictionary<string, string>? settings = null, Action<IServiceCollection>? services = null, bool waitUntilReady = true)
    {
        var all = new Dictionary<string, string> { ["Data"] = data, ["MinFreeDiskBytes"] = "0" };
        foreach (var listener in (string[])["Http", "OtlpHttp", "OtlpGrpc", "Jaeger", "Metrics", "SelfMetrics"])
        {
            all[listener] = "http://127.0.0.1:0";
        }

        foreach (var (key, value) in settings ?? [])
        {
            all[key] = value;
        }

        var app = ObservatoryHost.Build([.. all.Select(s => $"--Observatory:{s.Key}={s.Value}")], services);
        await app.StartAsync();
        var observatory = new TestObservatory(app);
        if (waitUntilReady)
        {
            await Eventually.True(() => app.Services.GetRequiredService<Readiness>().WaitingFor is null);
        }

        return observatory;
    }

    public Uri Uri(ListenerRoles role, string path) => new(_app.Services.GetRequiredService<Listeners>().UriOf(role), path);

    public async Task<(HttpStatusCode Status, JsonElement Json)> JaegerAsync(string path)
    {
        using var response = await Http.GetAsync(Uri(ListenerRoles.Jaeger, path));
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, document.RootElement.Clone());
    }

    public async Task<JsonElement> DataAsync(string path)
    {
        var (status, json) = await JaegerAsync(path);
        Assert.Equal(HttpStatusCode.OK, status);
        return json.GetProperty("data");
    }

    public async Task<HttpResponseMessage> ExportAsync(
        byte[] body, string path = "/v1/traces", string contentType = "application/x-protobuf", string? encoding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Uri(ListenerRoles.OtlpHttp, path)) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (encoding is not null)
        {
            request.Content.Headers.ContentEncoding.Add(encoding);
        }

        return await Http.SendAsync(request);
    }

    public async Task StoreAsync(params TestSpan[] spans)
    {
        using var response = await ExportAsync(TestSpan.Request(spans));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public double Metric(string name, params (string, string)[] labels) => Services.GetRequiredService<SelfMetrics>().Read()
        .Where(m => m.Name == name && labels.All(l => m.Labels.Contains(KeyValuePair.Create(l.Item1, l.Item2))))
        .Sum(m => m.Value);

    public Task StopListeningAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
