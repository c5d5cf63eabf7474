using Microsoft.Extensions.Logging;
using OpenTelemetry;

namespace Tta.ServiceDefaults.Telemetry;

/// <summary>Hands what the application logs to the SDK, which adds the current trace and span and exports it.</summary>
[ProviderAlias("OpenTelemetry")]
internal sealed class TelemetryLoggerProvider(OpenTelemetrySdk sdk) : ILoggerProvider
{
    private readonly ILoggerFactory _factory = sdk.GetLoggerFactory();

    public ILogger CreateLogger(string categoryName) => _factory.CreateLogger(categoryName);

    public void Dispose()
    {
        // The SDK owns the factory; TelemetryLifetime ends the SDK.
    }
}
