using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Tta.ServiceDefaults.Spool;

namespace Tta.ServiceDefaults;

/// <summary>Says at the start when there is no telemetry; at the end, when everything else has stopped, sends what is left.</summary>
internal sealed class TelemetryLifetime(
    IServiceProvider services, IConfiguration configuration, ILogger<TelemetryLifetime> logger) : IHostedService, IDisposable
{
    private readonly ExportWatch _watch = new(logger, () => services.GetKeyedService<RequestSpool>("spans") is null or { IsEmpty: true });
    private IDisposable?[] _providers = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (OpenTelemetrySettings.DisabledReason(configuration) is { } reason)
        {
            logger.LogInformation("No telemetry is sent: {Reason}", reason);
        }

        _providers = [services.GetService<TracerProvider>(), services.GetService<MeterProvider>(), services.GetService<LoggerProvider>()];
        return Task.CompletedTask;
    }

    /// <summary>Each provider gives its queue five seconds; side by side the longest one counts, not the sum as in the container.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_providers.Select(provider => Task.Run(() => provider?.Dispose(), CancellationToken.None)));

    public void Dispose() => _watch.Dispose();
}
