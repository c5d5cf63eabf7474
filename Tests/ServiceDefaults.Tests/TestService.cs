using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Tta.ServiceDefaults.Spool;

namespace Tta.ServiceDefaults.Tests;

/// <summary>A small service on a random port that uses the defaults as the workers do.</summary>
internal sealed class TestService : IAsyncDisposable
{
    public static readonly Meter Meter = new("Tta.Tests");
    private static readonly Histogram<double> Worked = Meter.CreateHistogram<double>("tests.work");
    private readonly WebApplication _app;

    private readonly string?[] _lastKey;

    private TestService(WebApplication app, FakeLogCollector logs, string?[] lastKey)
    {
        _app = app;
        _lastKey = lastKey;
        Logs = logs;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public FakeLogCollector Logs { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>The key that came with the last request; empty without one.</summary>
    public string? LastKey => _lastKey[0];

    /// <summary>At which level it sheds traces.</summary>
    public TraceShedding Shedding => Services.GetRequiredService<TraceShedding>();

    public static Task<TestService> StartAsync(params (string Key, string Value)[] settings) => StartAsync(_ => { }, settings);

    public static async Task<TestService> StartAsync(Action<WebApplicationBuilder> configure, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var logs = new FakeLoggerProvider();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
        builder.AddServiceDefaults("Tta.*");
        configure(builder);

        var app = builder.Build();
        var lastKey = new string?[1];
        app.Use((context, next) =>
        {
            lastKey[0] = context.Request.Headers["tta-access-key"].ToString();
            return next(context);
        });
        app.MapDefaultEndpoints();
        app.MapGet("/items/{id}", (string id, ILogger<TestService> logger) =>
        {
            logger.LogInformation("Looking for an item");
            Worked.Record(1);
            return id == "none" ? Results.NotFound() : Results.Ok(id);
        });
        app.MapGet("/fails", string () => throw new InvalidOperationException("The test wants it so."));
        app.MapGet("/unavailable", () => Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
        app.MapGet("/calls", async (IHttpClientFactory clients) =>
            await clients.CreateClient().GetStringAsync(new Uri(app.Urls.Single() + "/items/called")));
        app.MapGet("/baggage", (HttpRequest request) => request.Headers["baggage"].ToString());
        app.MapGet("/carries", async (IHttpClientFactory clients) =>
        {
            Activity.Current!.AddBaggage("ours", "2");
            return await clients.CreateClient().GetStringAsync(new Uri(app.Urls.Single() + "/baggage"));
        });
        await app.StartAsync();
        return new TestService(app, logs.Collector, lastKey);
    }

    public static (string Key, string Value)[] Exporting(string url, params (string Key, string Value)[] more) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", url),
        ("OTEL_BSP_SCHEDULE_DELAY", "100"),
        ("OTEL_BLRP_SCHEDULE_DELAY", "100"),
        ("OTEL_METRIC_EXPORT_INTERVAL", "100"),
        .. more,
    ];

    /// <summary>Lets it call somebody.</summary>
    public async Task CallAsync(string address) =>
        (await Services.GetRequiredService<IHttpClientFactory>().CreateClient().GetAsync(new Uri(address))).Dispose();

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
