namespace Observatory.SpanMetrics;

/// <summary>Rate, errors and duration of one operation with one outcome. Its count is the histogram's.</summary>
internal sealed class OperationSeries(byte[] labels)
{
    /// <summary>The rendered labels.</summary>
    public byte[] Labels { get; } = labels;

    /// <summary>Durations of its spans.</summary>
    public DurationHistogram Durations { get; } = new(DurationBuckets.OfOperations, withExemplars: true);
}
