using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Tta.DemoWorkers.Tests.Hosting;

/// <summary>A role on a free port in this process.</summary>
internal sealed class RunningWorker : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningWorker(WebApplication app, FakeLogCollector logs)
    {
        _app = app;
        Logs = logs;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public FakeLogCollector Logs { get; }

    public HttpClient Client { get; }

    public string Url => _app.Urls.Single();

    public IServiceProvider Services => _app.Services;

    public static async Task<RunningWorker> StartAsync(string role, params (string Key, string Value)[] settings)
    {
        var logs = new FakeLoggerProvider();
        var app = Worker.Build(WorkerRoles.Parse(["--role", role]), [], builder =>
        {
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(logs);
            builder.Configuration.AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        });
        await app.StartAsync();
        return new RunningWorker(app, logs.Collector);
    }

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
