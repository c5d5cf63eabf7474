using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Tta.DemoWorkers.Tests.Report;

/// <summary>Answers as Prometheus and the Pushgateway do.</summary>
internal sealed class StubBackends : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubBackends(WebApplication app) => _app = app;

    public ConcurrentQueue<string> Queries { get; } = new();

    public ConcurrentQueue<(string Path, string Body)> Pushed { get; } = new();

    public string Url => _app.Urls.Single();

    /// <param name="value">The number that a query has as its answer.</param>
    /// <param name="answer">The whole answer instead.</param>
    public static async Task<StubBackends> StartAsync(Func<string, string> value, string? answer = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var stub = new StubBackends(app);
        app.MapGet("/api/v1/query", (string query) =>
        {
            stub.Queries.Enqueue(query);
            return Results.Text(answer ?? $$$"""{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[0,"{{{value(query)}}}"]}]}}""");
        });
        app.MapPut("/metrics/{**group}", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            stub.Pushed.Enqueue((request.Path, await reader.ReadToEndAsync()));
        });
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
