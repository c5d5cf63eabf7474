using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;

namespace Observatory.Metrics.Store;

/// <summary>One stream of points with one set of labels. Guarded by the lock of its family.</summary>
internal abstract class Series(byte[] labels)
{
    // Clocks differ: by a minute a sender's may be ahead and still order its points.
    private const ulong ClockTolerance = 60_000_000_000;

    private bool _updated;
    private ulong _start;
    private ulong _time;
    private ulong _said;

    /// <summary>The rendered label text.</summary>
    public byte[] Labels { get; } = labels;

    /// <summary>Monotonic time of the last update.</summary>
    public long LastSeen { get; set; }

    /// <summary>How many Prometheus series this is.</summary>
    public int Cost { get; set; }

    /// <summary>How many Prometheus series a point makes.</summary>
    public static int CostOf(MetricKind kind, MetricPoint point) => kind switch
    {
        MetricKind.Histogram => Math.Max(1, point.BucketCounts.Count) + 2,
        MetricKind.Summary => point.Quantiles.Count + 2,
        _ => 1,
    };

    /// <summary>
    /// Takes a point over. A cumulative point replaces the value, also when its start says that the sender began anew (Prometheus sees
    /// the reset in the falling value). A delta adds to it. What is older than the stored state changes nothing.
    /// </summary>
    /// <param name="point">The point.</param>
    /// <param name="now"> Nanoseconds since 1970 of its arrival. A time far beyond it, and one that is not said, count as this, so that a
    /// wrong clock can't lock a series.
    /// </param>
    /// <param name="family">Shares the bucket layouts.</param>
    public PointOutcome Update(MetricPoint point, ulong now, MetricFamily family)
    {
        var said = point.TimeUnixNano == 0 ? now : point.TimeUnixNano;
        var isAhead = said > now + ClockTolerance;
        var time = isAhead ? now : said;
        var start = Math.Min(point.StartUnixNano, time);
        if (_updated && ((point.IsDelta && said == _said) || (!isAhead && IsStale(point.IsDelta, start, time))))
        {
            return PointOutcome.Stale;
        }

        if (point.IsDelta && _updated)
        {
            Accumulate(point, family);
        }
        else
        {
            Replace(point, family);
            _start = start;
        }

        (_time, _said) = (time, said);
        _updated = true;
        foreach (var exemplar in point.Exemplars)
        {
            if (exemplar.Exists && exemplar.TimeUnixNano <= now + ClockTolerance)
            {
                Keep(exemplar);
            }
        }

        return PointOutcome.Accepted;
    }

    /// <summary>Gives a point that is about to be added to this series the bounds of both.</summary>
    public virtual void Prepare(MetricPoint point)
    {
    }

    /// <summary>Writes the samples.</summary>
    public abstract void Write(ExpositionWriter writer, MetricFamily family);

    /// <summary>Takes the point's value as the value.</summary>
    protected abstract void Replace(MetricPoint point, MetricFamily family);

    /// <summary>Adds the point's value to the value.</summary>
    protected abstract void Accumulate(MetricPoint point, MetricFamily family);

    /// <summary>Keeps an exemplar if it is the newest of its place.</summary>
    protected abstract void Keep(in Exemplar exemplar);

    private bool IsStale(bool delta, ulong start, ulong time)
    {
        if (delta)
        {
            return time <= _time; // Sent twice: adding it again would count twice.
        }

        var sameOrUnknownStart = start == 0 || start == _start;
        return sameOrUnknownStart ? time < _time : start < _start;
    }
}
