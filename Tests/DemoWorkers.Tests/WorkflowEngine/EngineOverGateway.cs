using System.Net.Http.Json;
using Tta.DemoWorkers.Tests.Hosting;
using Tta.ServiceDefaults.Tests.Otlp;

namespace Tta.DemoWorkers.Tests.WorkflowEngine;

/// <summary>The engine over the real gateway, both in this process; no cache layer answers.</summary>
internal sealed class EngineOverGateway(RunningWorker gateway, RunningWorker engine) : IAsyncDisposable
{
    private static readonly (string, string)[] Calm = [("Demo:ErrorRate", "0"), ("Demo:RateLimitRate", "0"), ("Demo:LatencyScale", "0")];

    public RunningWorker Gateway => gateway;

    public RunningWorker Engine => engine;

    public static Task<EngineOverGateway> StartAsync(params (string Key, string Value)[] settings) => StartAsync(Calm, settings);

    public static async Task<EngineOverGateway> StartAsync((string Key, string Value)[] gateway, params (string Key, string Value)[] settings)
    {
        var running = await RunningWorker.StartAsync("llm-gateway", gateway);
        try
        {
            return new EngineOverGateway(running, await RunningWorker.StartAsync(
                "workflow-engine",
                [
                    ("services:tta-llm-gateway:http:0", running.Url),
                    ("services:tta-cache-layer:http:0", $"http://127.0.0.1:{OtlpCollector.FreePort()}"),
                    .. settings,
                ]));
        }
        catch
        {
            await running.DisposeAsync();
            throw;
        }
    }

    public Task<HttpResponseMessage> RunAsync(string kind, string prompt) =>
        engine.Client.PostAsJsonAsync($"/workflows/{kind}", new { prompt });

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        await gateway.DisposeAsync();
    }
}
