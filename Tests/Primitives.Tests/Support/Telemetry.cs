using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tta.Primitives.Tests.Support;

/// <summary>Listens to everything the library emits while it lives.</summary>
internal sealed class Telemetry : IDisposable
{
    private readonly ActivityListener _spans;
    private readonly MeterListener _metrics = new();
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly ConcurrentQueue<Measurement> _measurements = new();

    public Telemetry(bool spans = true, bool metrics = true)
    {
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TtaNames.Source,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _stopped.Enqueue,
        };
        if (spans)
        {
            ActivitySource.AddActivityListener(_spans);
        }

        _metrics.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TtaNames.Meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _metrics.SetMeasurementEventCallback<int>((i, v, tags, _) => Record(i, v, tags));
        _metrics.SetMeasurementEventCallback<long>((i, v, tags, _) => Record(i, v, tags));
        _metrics.SetMeasurementEventCallback<double>((i, v, tags, _) => Record(i, v, tags));
        if (metrics)
        {
            _metrics.Start();
        }
    }

    /// <summary>Ended spans, in the order they ended.</summary>
    public IReadOnlyList<Activity> Spans => [.. _stopped];

    public IReadOnlyList<Measurement> Measurements => [.. _measurements];

    public Activity Span(string name) => Assert.Single(Spans, s => s.OperationName == name);

    public IEnumerable<Activity> SpansNamed(string name) => Spans.Where(s => s.OperationName == name);

    /// <summary>The sum of an instrument's measurements whose labels include the given ones.</summary>
    public double Sum(string instrument, params (string Key, object? Value)[] labels) => Of(instrument, labels).Sum(m => m.Value);

    public IEnumerable<Measurement> Of(string instrument, params (string Key, object? Value)[] labels) =>
        Measurements.Where(m => m.Instrument.Name == instrument && labels.All(l => Equals(m.Labels.GetValueOrDefault(l.Key), l.Value)));

    public void Dispose()
    {
        _spans.Dispose();
        _metrics.Dispose();
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue(new Measurement(instrument, value, new Dictionary<string, object?>(tags.ToArray()), Activity.Current));

    internal sealed record Measurement(
        Instrument Instrument, double Value, IReadOnlyDictionary<string, object?> Labels, Activity? Current);
}
