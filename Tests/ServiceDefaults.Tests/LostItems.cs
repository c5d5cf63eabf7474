using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Tta.ServiceDefaults.Spool;

namespace Tta.ServiceDefaults.Tests;

/// <summary>What is counted as lost while it listens, by reason.</summary>
internal sealed class LostItems : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _items = new();
    private readonly MeterListener _listener = new();
    private long _traces;

    public LostItems()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name is SpoolMetrics.LostName or SpoolMetrics.LostTracesName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, items, tags, _) =>
        {
            if (instrument.Name == SpoolMetrics.LostTracesName)
            {
                Interlocked.Add(ref _traces, items);
                return;
            }

            _items.AddOrUpdate((string)tags[1].Value!, items, (_, before) => before + items);
        });
        _listener.Start();
    }

    /// <summary>Traces that went whole.</summary>
    public long Traces => Interlocked.Read(ref _traces);

    public long this[string reason] => _items.GetValueOrDefault(reason);

    public void Dispose() => _listener.Dispose();
}
