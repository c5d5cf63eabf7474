namespace Observatory.SpanMetrics;

/// <summary>The upper bounds of a histogram of durations. A span's nanoseconds are compared as they are; only what is shown is in seconds.</summary>
internal sealed class DurationBuckets
{
    private readonly ulong[] _nanos;
    private readonly double[] _seconds;

    private DurationBuckets(params int[] milliseconds)
    {
        _nanos = Array.ConvertAll(milliseconds, ms => (ulong)ms * 1_000_000);
        _seconds = Array.ConvertAll(milliseconds, ms => ms / 1000.0);
    }

    /// <summary>The bounds of <c>traces_span_metrics_duration_seconds</c>, those of otel-collector/config.yaml.</summary>
    public static DurationBuckets OfOperations { get; } = new(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000);

    /// <summary>The bounds of <c>traces_service_graph_request_…_seconds</c>, those of otel-collector/config.yaml.</summary>
    public static DurationBuckets OfCalls { get; } = new(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000);

    /// <summary>The bounds in seconds, without +Inf.</summary>
    public ReadOnlySpan<double> Seconds => _seconds;

    /// <summary>The number of buckets, +Inf among them.</summary>
    public int Count => _nanos.Length + 1;

    /// <summary>The bucket of a duration: the first whose bound is not below it.</summary>
    public int IndexOf(ulong nanos)
    {
        var index = Array.BinarySearch(_nanos, nanos);
        return index >= 0 ? index : ~index;
    }
}
