using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Tta.ServiceDefaults.Telemetry;

/// <summary>Starts the SDK with the host and, after everything else has stopped, sends what is left within a bounded time.</summary>
internal sealed partial class TelemetryLifetime(
    IServiceProvider services, TelemetrySettings settings, ILogger<TelemetryLifetime> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(4);

    // With nobody listening there is no hope to get rid of the rest: give it one attempt.
    private static readonly TimeSpan SilentFlushTimeout = TimeSpan.FromMilliseconds(500);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!settings.IsEnabled)
        {
            LogDisabled(logger, settings.DisabledReason);
            return Task.CompletedTask;
        }

        services.GetRequiredService<OpenTelemetrySdk>();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (!settings.IsEnabled)
        {
            return Task.CompletedTask;
        }

        var sdk = services.GetRequiredService<OpenTelemetrySdk>();
        var timeout = services.GetRequiredService<ExportWatch>().IsSilent ? SilentFlushTimeout : FlushTimeout;
        var milliseconds = (int)timeout.TotalMilliseconds;

        // Each of these blocks a thread until its queue is empty or time is up; side by side the longest one counts, not the sum.
        return Task.WhenAll(
            Task.Run(() => sdk.TracerProvider.Shutdown(milliseconds), CancellationToken.None),
            Task.Run(() => sdk.MeterProvider.Shutdown(milliseconds), CancellationToken.None),
            Task.Run(() => sdk.LoggerProvider.Shutdown(milliseconds), CancellationToken.None));
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "No telemetry is sent: {Reason}")]
    private static partial void LogDisabled(ILogger logger, string reason);
}
