using System.Diagnostics.Metrics;

namespace Tta.ServiceDefaults.Spool;

/// <summary>What waits on disk for the receiver of telemetry, and what was given up: exact numbers of spans and log records.</summary>
internal static class SpoolMetrics
{
    public const string MeterName = "Tta.ServiceDefaults";
    public const string LostName = "tta.telemetry.lost";
    public const string LostTracesName = "tta.telemetry.lost.traces";
    public const string WaitingName = "tta.telemetry.waiting";

    /// <summary>The disk, or the room on it that the service may take, was full, here or at a service that has the rest of the trace.</summary>
    public const string Full = "full";

    /// <summary>The receiver answered that it will never take it.</summary>
    public const string Refused = "refused";

    /// <summary>What was on disk could not be read any more.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The labels of <see cref="LostName"/>.</summary>
    public static readonly IReadOnlyList<string> LostLabels = ["signal", "reason"];

    /// <summary>The labels of <see cref="WaitingName"/>.</summary>
    public static readonly IReadOnlyList<string> WaitingLabels = ["signal"];

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> LostItems = Meter.CreateCounter<long>(
        LostName, "{item}", "Spans and log records that were given up.");

    private static readonly Counter<long> LostRoots = Meter.CreateCounter<long>(
        LostTracesName, "{trace}", "Traces that were given up whole, counted where their root was made.");

    private static readonly UpDownCounter<long> WaitingItems = Meter.CreateUpDownCounter<long>(
        WaitingName, "{item}", "Spans and log records that wait on disk.");

    /// <summary>Lets the series of a signal begin at 0.</summary>
    public static void Begin(string signal)
    {
        foreach (var reason in (string[])[Full, Refused, Unreadable])
        {
            Lost(signal, reason, 0);
        }

        Waiting(signal, 0);
        LostTraces(0);
    }

    public static void Lost(string signal, string reason, long items) =>
        LostItems.Add(items, new(LostLabels[0], signal), new KeyValuePair<string, object?>(LostLabels[1], reason));

    public static void LostTraces(long traces) => LostRoots.Add(traces);

    public static void Waiting(string signal, long more) => WaitingItems.Add(more, new KeyValuePair<string, object?>(WaitingLabels[0], signal));
}
