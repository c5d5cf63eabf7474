using System.Diagnostics.Metrics;

namespace Observatory.SelfMonitoring;

/// <summary>
/// What Observatory measures about itself: observable instruments of the meter <see cref="MeterName"/>, named as Prometheus shows them.
/// Every series is there from the start, at 0, so that an alert knows it before the first trouble. They are read when they are scraped, not
/// sent: what says that telemetry is refused must not depend on the intake that refuses it.
/// </summary>
internal sealed class SelfMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Observatory";

    private readonly Meter _meter = new(MeterName);
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Func<Measurement<double>>>> _series = [];
    private readonly List<SelfMetric> _reading = [];

    /// <summary>Makes a meter without instruments.</summary>
    public SelfMetrics()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _meter)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            var labels = Array.ConvertAll(tags.ToArray(), t => KeyValuePair.Create(t.Key, (string)t.Value!));
            _reading.Add(new(instrument.Name, instrument.Description ?? "", instrument is ObservableCounter<double>, labels, value));
        });
        _listener.Start();
    }

    /// <summary>Registers a counter and gives it back for raising.</summary>
    public SelfCounter Counter(string name, string help, params (string Name, string Value)[] labels)
    {
        var counter = new SelfCounter();
        Counter(name, help, () => counter.Value, labels);
        return counter;
    }

    /// <summary>Registers a counter that is read from somewhere else.</summary>
    public void Counter(string name, string help, Func<double> read, params (string Name, string Value)[] labels) =>
        Register(name, read, labels, observe => _meter.CreateObservableCounter(name, observe, description: help));

    /// <summary>Registers a gauge.</summary>
    public void Gauge(string name, string help, Func<double> read, params (string Name, string Value)[] labels) =>
        Register(name, read, labels, observe => _meter.CreateObservableGauge(name, observe, description: help));

    /// <summary>Every series as it is now, those of one name side by side.</summary>
    public IReadOnlyList<SelfMetric> Read()
    {
        lock (_lock)
        {
            _reading.Clear();
            _listener.RecordObservableInstruments();
            return [.. _reading.OrderBy(m => m.Name, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }

    private void Register(
        string name, Func<double> read, (string Name, string Value)[] labels, Action<Func<IEnumerable<Measurement<double>>>> create)
    {
        var tags = Array.ConvertAll(labels, l => KeyValuePair.Create(l.Name, (object?)l.Value));
        lock (_lock)
        {
            if (!_series.TryGetValue(name, out var series))
            {
                _series.Add(name, series = []);
                create(() => series.Select(s => s()));
            }

            series.Add(() => new(read(), tags));
        }
    }
}
