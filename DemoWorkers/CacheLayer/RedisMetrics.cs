using System.Diagnostics.Metrics;
using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.CacheLayer;

/// <summary>Shows what <see cref="RedisMonitor"/> found. While Redis is down only its health is known.</summary>
internal sealed class RedisMetrics
{
    private static readonly KeyValuePair<string, object?>[] Labels = [new(WorkerNames.BackendLabels[0], "redis")];
    private readonly Lock _gate = new();
    private RedisInfo? _last;
    private bool? _isUp;
    private long _evictionsOfEarlierRuns;
    private long _evictionsOfThisRun;

    public RedisMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(WorkerTelemetry.Name);
        meter.CreateObservableGauge(WorkerNames.CacheBackendHealthUp, () => Observe(_isUp is { } up ? up ? 1 : 0 : null),
            null, "1 while the cache's backend answers, else 0.");
        meter.CreateObservableGauge(WorkerNames.CacheConnectionsActive, () => Observe(_last?.ConnectedClients),
            "{connection}", "Client connections of the cache's backend.");
        meter.CreateObservableGauge(WorkerNames.CacheMemory, () => Observe(_last?.UsedMemoryBytes),
            "By", "Memory used by the cache's backend.");
        meter.CreateObservableCounter(WorkerNames.CacheEvictions, () => Observe(_isUp is null ? null : _evictionsOfEarlierRuns + _evictionsOfThisRun),
            "{eviction}", "Keys that the cache's backend evicted for lack of memory.");
    }

    /// <summary>Whether Redis answered the last time; null before the first attempt.</summary>
    public bool? IsUp
    {
        get
        {
            lock (_gate)
            {
                return _isUp;
            }
        }
    }

    /// <summary>Takes what one attempt found; null when Redis did not answer.</summary>
    public void Update(RedisInfo? info)
    {
        lock (_gate)
        {
            _isUp = info is not null;
            _last = info;
            if (info is null)
            {
                return;
            }

            // Redis counts from its own start; a counter must not go back.
            if (info.EvictedKeys < _evictionsOfThisRun)
            {
                _evictionsOfEarlierRuns += _evictionsOfThisRun;
            }

            _evictionsOfThisRun = info.EvictedKeys;
        }
    }

    private IEnumerable<Measurement<long>> Observe(long? value)
    {
        lock (_gate)
        {
            return value is { } known ? [new Measurement<long>(known, Labels)] : [];
        }
    }
}
