using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>Records as many traces as a target overhead allows: all at low load, fewer as load grows.</summary>
/// <remarks>
/// What a trace costs is for the caller to say, since most of it is spent where the sampler does not see: in processors and exporters,
/// often on other threads. To measure it, run a known load once with and once without recording and divide the difference in processor
/// time by the number of traces. Without a measurement, a microsecond for each span is right for the primitives alone and a few more for
/// the OpenTelemetry SDK with an exporter. The share follows the load with a delay of one second.
/// </remarks>
public sealed class OverheadSampler : ITraceSampler
{
    private readonly double _tracesPerSecond;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private long _windowStart;
    private int _offered;
    private double _ratio = 1;

    /// <summary>Keeps to a target.</summary>
    /// <param name="targetOverhead">The share of one processor's time that recording may take, such as 0.01.</param>
    /// <param name="costPerTrace">What recording one trace takes; see the remarks.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <exception cref="ArgumentOutOfRangeException">A figure is not positive.</exception>
    public OverheadSampler(double targetOverhead, TimeSpan costPerTrace, TimeProvider? timeProvider = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(targetOverhead);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(costPerTrace, TimeSpan.Zero);
        _tracesPerSecond = targetOverhead / costPerTrace.TotalSeconds;
        _time = timeProvider ?? TimeProvider.System;
        _windowStart = _time.GetTimestamp();
    }

    /// <summary>The share of traces recorded now.</summary>
    public double Ratio
    {
        get
        {
            lock (_gate)
            {
                return _ratio;
            }
        }
    }

    /// <inheritdoc/>
    public bool ShouldSample(in ActivityContext parent, ActivityTraceId traceId)
    {
        if (parent != default)
        {
            return (parent.TraceFlags & ActivityTraceFlags.Recorded) != 0;
        }

        double ratio;
        lock (_gate)
        {
            double seconds = _time.GetElapsedTime(_windowStart).TotalSeconds;
            if (seconds >= 1)
            {
                _ratio = Math.Min(1, _tracesPerSecond * seconds / Math.Max(1, _offered));
                _offered = 0;
                _windowStart = _time.GetTimestamp();
            }

            _offered++;
            ratio = _ratio;
        }

        return RatioSampler.IsWithin(ratio, traceId);
    }
}
