using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;
using Observatory.Hosting;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Jaeger;

/// <summary>A server of Jaeger's page, as Jaeger is one: its files, and its API handed on to Observatory.</summary>
internal sealed class JaegerUi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private JaegerUi(WebApplication app) => _app = app;

    public string Address => _app.Urls.Single();

    public static async Task<JaegerUi> StartAsync(string build, TestObservatory observatory)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(build) });
        app.Map("/api/{**path}", context => HandOnAsync(context, observatory));
        app.MapFallback(context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.SendFileAsync(Path.Combine(build, "index.html"));
        });
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task HandOnAsync(HttpContext context, TestObservatory observatory)
    {
        var address = observatory.Uri(ListenerRoles.Jaeger, context.Request.Path + context.Request.QueryString);
        using var request = new HttpRequestMessage(new(context.Request.Method), address);
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        using var answer = await observatory.Http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
