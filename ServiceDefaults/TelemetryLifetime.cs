using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Tta.ServiceDefaults;

/// <summary>Says at the start when there is no telemetry; at the end, when everything else has stopped, sends what is left.</summary>
internal sealed partial class TelemetryLifetime(
    IServiceProvider services, IConfiguration configuration, ILogger<TelemetryLifetime> logger) : IHostedLifecycleService, IDisposable
{
    private IDisposable?[] _providers = [];
    private ExportWatch? _watch;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (OpenTelemetrySettings.DisabledReason(configuration) is { } reason)
        {
            LogDisabled(logger, reason);
        }
        else
        {
            _watch = new ExportWatch(logger);
            _providers =
                [services.GetService<TracerProvider>(), services.GetService<MeterProvider>(), services.GetService<LoggerProvider>()];
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Each provider gives its queue five seconds; side by side the longest one counts, not the sum as in the container.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(
        _providers.Select(provider => Task.Run(() => provider?.Dispose(), CancellationToken.None)));

    public void Dispose() => _watch?.Dispose();

    [LoggerMessage(Level = LogLevel.Information, Message = "No telemetry is sent: {Reason}")]
    private static partial void LogDisabled(ILogger logger, string reason);
}
