using Observatory.Metrics.Model;

namespace Observatory.Metrics.Store;

/// <summary>What the store holds against what it may hold. Thread-safe.</summary>
internal sealed class SeriesBudget(MetricsOptions options)
{
    private long _series;
    private long _bytes;

    /// <summary>Prometheus series held.</summary>
    public long Series => Volatile.Read(ref _series);

    /// <summary>Bytes of label text held.</summary>
    public long LabelBytes => Volatile.Read(ref _bytes);

    /// <summary>Takes room, or nothing at all when it is not there.</summary>
    public bool TryReserve(int series, int bytes)
    {
        var fits = Interlocked.Add(ref _series, series) <= options.MaxSeries;
        fits &= Interlocked.Add(ref _bytes, bytes) <= options.MaxLabelBytes;
        if (!fits)
        {
            Release(series, bytes);
        }

        return fits;
    }

    /// <summary>Gives room back.</summary>
    public void Release(int series, int bytes)
    {
        Interlocked.Add(ref _series, -series);
        Interlocked.Add(ref _bytes, -bytes);
    }
}
