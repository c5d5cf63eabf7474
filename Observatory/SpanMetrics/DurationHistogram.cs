using System.Runtime.InteropServices;
using Observatory.Metrics.Model;

namespace Observatory.SpanMetrics;

/// <summary>Durations by bucket, with the newest span of each bucket if wanted. Guarded by the lock of its connector.</summary>
internal sealed class DurationHistogram(DurationBuckets buckets, bool withExemplars)
{
    private readonly ulong[] _counts = new ulong[buckets.Count];
    private readonly Exemplar[] _exemplars = withExemplars ? new Exemplar[buckets.Count] : [];
    private double _sum;

    /// <summary>How many durations were counted.</summary>
    public ulong Count { get; private set; }

    /// <summary>The span that was counted last; none without exemplars.</summary>
    public Exemplar Newest { get; private set; }

    /// <summary>Counts a duration that leads nowhere.</summary>
    public void Observe(ulong nanos) => Add(nanos);

    /// <summary>Counts the duration of a span.</summary>
    /// <param name="nanos">The duration in nanoseconds.</param>
    /// <param name="trace">Its trace.</param>
    /// <param name="span">Its id.</param>
    /// <param name="now">When it arrived, in nanoseconds since 1970: Prometheus takes no exemplar that is older than its series' last.</param>
    public void Observe(ulong nanos, UInt128 trace, ulong span, ulong now)
    {
        var bucket = Add(nanos);
        Newest = _exemplars[bucket] = new(Seconds(nanos), now, trace, span);
    }

    /// <summary>Writes what was counted into a point.</summary>
    public void CopyTo(MetricPoint point)
    {
        point.Clear();
        CollectionsMarshal.SetCount(point.Bounds, buckets.Count - 1);
        buckets.Seconds.CopyTo(CollectionsMarshal.AsSpan(point.Bounds));
        CollectionsMarshal.SetCount(point.BucketCounts, buckets.Count);
        _counts.CopyTo(CollectionsMarshal.AsSpan(point.BucketCounts));
        (point.Count, point.Sum, point.HasSum) = (Count, _sum, true);
        foreach (var exemplar in _exemplars)
        {
            if (exemplar.Exists)
            {
                point.Exemplars.Add(exemplar);
            }
        }
    }

    private int Add(ulong nanos)
    {
        var bucket = buckets.IndexOf(nanos);
        _counts[bucket]++;
        _sum += Seconds(nanos);
        Count++;
        return bucket;
    }

    private static double Seconds(ulong nanos) => nanos / 1e9;
}
