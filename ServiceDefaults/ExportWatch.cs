using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using Microsoft.Extensions.Logging;

namespace Tta.ServiceDefaults;

/// <summary>
/// Brings to the log what the exporter tells only its event source: once when nobody answers at an endpoint, once when somebody answers
/// again, and once for each other problem.
/// </summary>
internal sealed partial class ExportWatch(ILogger logger) : EventListener
{
    private const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private const string Unreached = "FailedToReachCollector";
    private const string Succeeded = "ExportSuccess";

    private readonly ConcurrentDictionary<(string? Event, string Endpoint), bool> _said = new();

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter)
        {
            EnableEvents(eventSource, EventLevel.Informational);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        var details = eventData.Payload?.Select(item => FirstLine(item?.ToString())).ToArray() ?? [];
        var endpoint = details.FirstOrDefault("");
        var server = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) ? uri.GetLeftPart(UriPartial.Authority) : endpoint;
        if (eventData.EventName == Succeeded)
        {
            if (_said.TryRemove((Unreached, server), out _))
            {
                LogAnswersAgain(logger, server);
            }
        }
        else if (eventData.EventName == Unreached)
        {
            if (_said.TryAdd((Unreached, server), true))
            {
                LogUnreached(logger, server);
            }
        }
        else if (eventData.Level <= EventLevel.Warning && _said.TryAdd((eventData.EventName, endpoint), true))
        {
            LogProblem(logger, eventData.EventName, string.Join("; ", details));
        }
    }

    private static string FirstLine(string? text) => text is null ? "" : text.Split('\n', 2)[0].TrimEnd();

    [LoggerMessage(Level = LogLevel.Warning, Message = "No telemetry endpoint answers at {Endpoint}. The service runs on; " +
        "telemetry waits in a bounded buffer and is sent when the endpoint returns. This is said once.")]
    private static partial void LogUnreached(ILogger logger, string endpoint);

    [LoggerMessage(Level = LogLevel.Information, Message = "The telemetry endpoint at {Endpoint} answers again.")]
    private static partial void LogAnswersAgain(ILogger logger, string endpoint);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The telemetry exporter reports {Event}: {Details} This is said once.")]
    private static partial void LogProblem(ILogger logger, string? @event, string details);
}
