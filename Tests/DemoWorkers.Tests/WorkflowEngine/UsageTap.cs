using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tta.DemoWorkers.Tests.WorkflowEngine;

/// <summary>Stands between the engine and the gateway and keeps what the provider says that each call took.</summary>
internal sealed class UsageTap : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _gateway;
    private readonly ConcurrentQueue<JsonElement> _told = new();

    private UsageTap(string gateway)
    {
        _gateway = new HttpClient { BaseAddress = new Uri(gateway) };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapPost("/v1/chat/completions", PassAsync);
    }

    public string Url => _app.Urls.Single();

    /// <summary>The usage of each call, with its model in <c>model</c>.</summary>
    public IReadOnlyCollection<JsonElement> Told => _told;

    public static async Task<UsageTap> StartAsync(string gateway)
    {
        var tap = new UsageTap(gateway);
        await tap._app.StartAsync();
        return tap;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _gateway.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new ByteArrayContent(body.ToArray()) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var answer = await _gateway.SendAsync(request, context.RequestAborted);
        var text = await answer.Content.ReadAsStringAsync(context.RequestAborted);
        var streamed = answer.Content.Headers.ContentType?.MediaType == "text/event-stream";
        foreach (var message in streamed ? text.Split("\n\n").Where(part => part.StartsWith("data: {", StringComparison.Ordinal)).Select(part => part[6..]) : [text])
        {
            var said = JsonElement.Parse(message);
            if (said.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
            {
                _told.Enqueue(said);
            }
        }

        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await context.Response.WriteAsync(text, context.RequestAborted);
    }
}
