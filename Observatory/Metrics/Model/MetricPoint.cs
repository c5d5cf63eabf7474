namespace Observatory.Metrics.Model;

/// <summary>One decoded data point of any type. Filled again for each point of a request, so that decoding allocates nothing.</summary>
internal sealed class MetricPoint
{
    /// <summary>When the stream of this sender began, in nanoseconds since 1970.</summary>
    public ulong StartUnixNano { get; set; }

    /// <summary>When the point was taken, in nanoseconds since 1970.</summary>
    public ulong TimeUnixNano { get; set; }

    /// <summary>The sender says that there is no value any more.</summary>
    public bool NoRecordedValue { get; set; }

    /// <summary>The value holds what came since the last point instead of the sum since the start.</summary>
    public bool IsDelta { get; set; }

    /// <summary>Value of a gauge or a sum.</summary>
    public double Value { get; set; }

    /// <summary>Number of observations of a histogram or a summary.</summary>
    public ulong Count { get; set; }

    /// <summary>Their sum.</summary>
    public double Sum { get; set; }

    /// <summary>Whether the sender gave a sum.</summary>
    public bool HasSum { get; set; }

    /// <summary>Observations per bucket, not cumulative.</summary>
    public List<ulong> BucketCounts { get; } = [];

    /// <summary>Upper bounds, one fewer than the buckets.</summary>
    public List<double> Bounds { get; } = [];

    /// <summary>What the bounds are when the histogram is an exponential one; null when it is not.</summary>
    public ExponentialGrid? Grid { get; set; }

    /// <summary>Quantiles of a summary.</summary>
    public List<(double Quantile, double Value)> Quantiles { get; } = [];

    /// <summary>Measurements with a trace.</summary>
    public List<Exemplar> Exemplars { get; } = [];

    /// <summary>Empties the point for the next one.</summary>
    public void Clear()
    {
        StartUnixNano = TimeUnixNano = Count = 0;
        NoRecordedValue = IsDelta = HasSum = false;
        Value = Sum = 0;
        Grid = null;
        BucketCounts.Clear();
        Bounds.Clear();
        Quantiles.Clear();
        Exemplars.Clear();
    }
}

/// <summary>One measurement with the span it was made in.</summary>
/// <param name="Value">The measured value.</param>
/// <param name="TimeUnixNano">When, in nanoseconds since 1970.</param>
/// <param name="TraceId">The trace, big-endian; 0 means that there is no exemplar.</param>
/// <param name="SpanId">The span, big-endian.</param>
internal readonly record struct Exemplar(double Value, ulong TimeUnixNano, UInt128 TraceId, ulong SpanId)
{
    /// <summary>Whether there is one. An exemplar without a trace leads nowhere and is not kept.</summary>
    public bool Exists => TraceId != UInt128.Zero;
}
