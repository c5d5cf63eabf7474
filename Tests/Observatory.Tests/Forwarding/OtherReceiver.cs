using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tta.Observatory.Tests.Forwarding;

/// <summary>An OTLP/HTTP receiver on Kestrel that remembers what it got and answers what it is told.</summary>
internal sealed class OtherReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtherReceiver(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public ConcurrentQueue<(string Path, string? Key, string? ContentType, byte[] Body)> Got { get; } = new();

    public Func<string, Task<int>> Answer { get; set; } = _ => Task.FromResult(StatusCodes.Status200OK);

    public static async Task<OtherReceiver> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var receiver = new OtherReceiver(builder.Build());
        receiver._app.Run(receiver.TakeAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Got.Enqueue((context.Request.Path, context.Request.Headers["x-otlp-api-key"], context.Request.ContentType, body.ToArray()));
        context.Response.StatusCode = await Answer(context.Request.Path).WaitAsync(context.RequestAborted);
    }
}
