using Observatory.Metrics.Model;
using Observatory.Metrics.Store;

namespace Observatory.SpanMetrics;

/// <summary>Hands series that were derived from spans to the metric store, which exposes them. Not thread-safe.</summary>
internal sealed class DerivedPoints(MetricStore store)
{
    private readonly MetricPoint _point = new();
    private long _refused;

    /// <summary>Points that the store had no room for.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>What a counter is, by its name without <c>_total</c>.</summary>
    public static MetricDefinition CounterOf(string name, string help) => new(new(name + "_total", ""), MetricKind.Counter, help);

    /// <summary>What a histogram of seconds is, by its full name.</summary>
    public static MetricDefinition HistogramOf(string name, string help) => new(new(name, "seconds"), MetricKind.Histogram, help);

    /// <summary>Hands on a counter.</summary>
    public void Counter(in MetricDefinition definition, byte[] labels, double value, in Exemplar exemplar)
    {
        _point.Clear();
        _point.Value = value;
        if (exemplar.Exists)
        {
            _point.Exemplars.Add(exemplar);
        }

        Apply(definition, labels);
    }

    /// <summary>Hands on a histogram, and a counter of what is in it.</summary>
    public void Histogram(in MetricDefinition definition, byte[] labels, DurationHistogram durations)
    {
        durations.CopyTo(_point);
        Apply(definition, labels);
    }

    /// <summary>Takes a series away.</summary>
    public void Remove(in MetricDefinition definition, byte[] labels)
    {
        _point.Clear();
        _point.NoRecordedValue = true;
        store.Apply(definition, labels, _point);
    }

    private void Apply(in MetricDefinition definition, byte[] labels)
    {
        if (store.Apply(definition, labels, _point) is not (PointOutcome.Accepted or PointOutcome.Stale))
        {
            Interlocked.Increment(ref _refused);
        }
    }
}
