using System.Diagnostics.Tracing;

namespace Tta.ServiceDefaults.Tests;

/// <summary>Counts the attempts to export that reached nobody, as the SDK itself tells them.</summary>
internal sealed class FailedExports : EventListener
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "OpenTelemetry-Exporter-OpenTelemetryProtocol")
        {
            EnableEvents(eventSource, EventLevel.Error);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName == "FailedToReachCollector")
        {
            Interlocked.Increment(ref _count);
        }
    }
}
