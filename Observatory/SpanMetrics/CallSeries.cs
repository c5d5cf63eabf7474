namespace Observatory.SpanMetrics;

/// <summary>The calls of one service to another with one outcome. Their count is the histograms'.</summary>
internal sealed class CallSeries(byte[] labels)
{
    /// <summary>The rendered labels.</summary>
    public byte[] Labels { get; } = labels;

    /// <summary>Durations as the caller saw them.</summary>
    public DurationHistogram Client { get; } = new(DurationBuckets.OfCalls, withExemplars: false);

    /// <summary>Durations as the called one saw them.</summary>
    public DurationHistogram Server { get; } = new(DurationBuckets.OfCalls, withExemplars: false);

    /// <summary>Calls that failed: all or none, except of the series of all that is over the limit.</summary>
    public ulong Failed { get; set; }

    /// <summary>Monotonic time of the last call.</summary>
    public long LastSeen { get; set; }
}
