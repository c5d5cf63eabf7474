using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace Tta.ServiceDefaults;

/// <summary>
/// Brings to the log what the exporter tells only its event source: once when nobody answers at an endpoint, once when somebody answers
/// again, and once for each other problem.
/// </summary>
/// <param name="logger">The log.</param>
/// <param name="isTrue">
/// Whether a success is one: a request that went to disk is none, of which the exporter does not know. Null: always.
/// </param>
internal sealed class ExportWatch(ILogger logger, Func<bool>? isTrue = null) : EventListener
{
    private const string Unreached = "FailedToReachCollector";
    private readonly ConcurrentDictionary<(string? Event, string Endpoint), bool> _said = new();

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "OpenTelemetry-Exporter-OpenTelemetryProtocol")
        {
            EnableEvents(eventSource, EventLevel.Informational);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        var details = eventData.Payload?.Select(item => (item?.ToString() ?? "").Split('\n', 2)[0].TrimEnd()).ToArray() ?? [];
        var endpoint = details.FirstOrDefault("");
        var server = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : endpoint;
        switch (eventData.EventName)
        {
            case "ExportSuccess" when isTrue?.Invoke() != false && _said.TryRemove((Unreached, server), out _):
                logger.LogInformation("The telemetry endpoint at {Endpoint} answers again.", server);
                break;
            case Unreached when _said.TryAdd((Unreached, server), true):
                logger.LogWarning(
                    "No telemetry endpoint answers at {Endpoint}. The service runs on; telemetry waits in a bounded buffer and is sent when " +
                    "the endpoint returns. This is said once.", server);
                break;
            case not Unreached when eventData.Level <= EventLevel.Warning && _said.TryAdd((eventData.EventName, endpoint), true):
                logger.LogWarning(
                    "The telemetry exporter reports {Event}: {Details} This is said once.", eventData.EventName, string.Join("; ", details));
                break;
        }
    }
}
