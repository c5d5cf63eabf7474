using System.Collections.Concurrent;
using System.IO.Pipelines;
using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;

namespace Observatory.Metrics.Store;

/// <summary>
/// The last value of every series, bounded in number and size. Thread-safe; ingest and scrape meet only for the length of one family.
/// </summary>
internal sealed class MetricStore
{
    private const int FlushThreshold = 64 * 1024;
    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly MetricsOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MetricFamily> _owners = new(StringComparer.Ordinal);
    private MetricFamily[]? _sorted;
    private long _lastSweep;
    private long _expired;

    /// <summary>An empty store.</summary>
    public MetricStore(MetricsOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        Budget = new SeriesBudget(options);
        _lastSweep = time.GetTimestamp();
    }

    /// <summary>What is held.</summary>
    public SeriesBudget Budget { get; }

    /// <summary>Number of metric names held.</summary>
    public int Families => _families.Count;

    /// <summary>Series forgotten because nobody updated them.</summary>
    public long Expired => Volatile.Read(ref _expired);

    /// <summary>Takes one point.</summary>
    /// <param name="definition">The metric it belongs to.</param>
    /// <param name="labels">Its label text, see <see cref="LabelSetBuilder"/>.</param>
    /// <param name="point">The point; not kept.</param>
    public PointOutcome Apply(in MetricDefinition definition, ReadOnlySpan<byte> labels, MetricPoint point)
    {
        var now = _time.GetTimestamp();
        var nowNanos = (ulong)(_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        while (true)
        {
            if (Find(definition, out var refusal) is not { } family)
            {
                return refusal;
            }

            if (family.Apply(definition, labels, point, nowNanos, now) is { } outcome)
            {
                if (outcome == PointOutcome.StoreFull && SweepIfDue(SweepPause))
                {
                    continue;
                }

                return outcome;
            }
        }
    }

    /// <summary>Writes everything. A slow reader holds no lock: samples go to the pipe's memory family by family.</summary>
    public async Task WriteAsync(PipeWriter output, ExpositionFormat format, CancellationToken cancellation)
    {
        SweepIfDue(TimeSpan.Zero);
        var writer = new ExpositionWriter(output, format);
        foreach (var family in Sorted())
        {
            family.Write(writer, hideType: family.Kind == MetricKind.Counter && _families.ContainsKey(ExpositionWriter.OpenMetricsName(family.Name, family.Kind)));
            if (output.UnflushedBytes > FlushThreshold)
            {
                await output.FlushAsync(cancellation).ConfigureAwait(false);
            }
        }

        writer.End();
        await output.FlushAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Forgets what expired, unless that was done less than <paramref name="pause"/> ago.</summary>
    /// <returns>Whether anything was forgotten.</returns>
    public bool SweepIfDue(TimeSpan pause)
    {
        var now = _time.GetTimestamp();
        var last = Volatile.Read(ref _lastSweep);
        if (_time.GetElapsedTime(last, now) < pause || Interlocked.CompareExchange(ref _lastSweep, now, last) != last)
        {
            return false;
        }

        var cutoff = now - (long)(_options.MetricExpiration.TotalSeconds * _time.TimestampFrequency);
        var gone = 0;
        foreach (var (_, family) in _families)
        {
            gone += family.Sweep(cutoff);
            if (family.IsEmpty)
            {
                Drop(family, onlyIfEmpty: true);
            }
        }

        Interlocked.Add(ref _expired, gone);
        return gone > 0;
    }

    private MetricFamily? Find(in MetricDefinition definition, out PointOutcome refusal)
    {
        refusal = PointOutcome.TypeConflict;
        var name = definition.Name.Full;
        if (_families.TryGetValue(name, out var family) && family.Kind == definition.Kind)
        {
            return family;
        }

        lock (_gate)
        {
            if (_families.TryGetValue(name, out family) && family.Kind == definition.Kind)
            {
                return family;
            }

            var samples = MetricFamily.SampleNames(name, definition.Kind);
            foreach (var sample in samples)
            {
                if (_owners.TryGetValue(sample, out var owner) && !Wins(definition, owner))
                {
                    return null;
                }
            }

            if (!Budget.TryReserve(0, MetricFamily.Overhead))
            {
                refusal = PointOutcome.StoreFull;
                return null;
            }

            family = new MetricFamily(name, definition.Kind, _options, Budget);
            foreach (var sample in samples)
            {
                if (_owners.TryGetValue(sample, out var owner))
                {
                    Drop(owner, onlyIfEmpty: false);
                }

                _owners[sample] = family;
            }

            _families[name] = family;
            _sorted = null;
            return family;
        }
    }

    private static bool Wins(in MetricDefinition definition, MetricFamily other) =>
        definition.Kind > other.Kind || (definition.Kind == other.Kind && string.CompareOrdinal(definition.Name.Full, other.Name) < 0);

    private void Drop(MetricFamily family, bool onlyIfEmpty)
    {
        lock (_gate)
        {
            if (!family.Retire(onlyIfEmpty) || !_families.TryRemove(new(family.Name, family)))
            {
                return;
            }

            foreach (var sample in MetricFamily.SampleNames(family.Name, family.Kind))
            {
                if (_owners.TryGetValue(sample, out var owner) && owner == family)
                {
                    _owners.Remove(sample);
                }
            }

            _sorted = null;
        }
    }

    private MetricFamily[] Sorted()
    {
        lock (_gate)
        {
            return _sorted ??= [.. _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal)];
        }
    }
}
