using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;
using Observatory.Storage;

namespace Observatory.Metrics.Store;

/// <summary>
/// All series of one metric name. Thread-safe: its lock is held for one point or for writing its samples to memory, never across I/O.
/// </summary>
internal sealed class MetricFamily
{
    /// <summary>What a family itself is charged with, for its names and its help.</summary>
    public const int Overhead = 2048;

    private const int MaxHelpLength = 1024;
    private const int MaxSharedLayouts = 16;

    private readonly Lock _gate = new();
    private readonly MetricsOptions _options;
    private readonly SeriesBudget _budget;
    private readonly Dictionary<byte[], Series> _series = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], Series>.AlternateLookup<ReadOnlySpan<byte>> _byText;
    private readonly List<BucketLayout> _layouts = [];
    private string _help = "";
    private string _unit = "";
    private int _cost;
    private bool _retired;

    /// <summary>An empty family.</summary>
    public MetricFamily(string name, MetricKind kind, MetricsOptions options, SeriesBudget budget)
    {
        Name = name;
        NameUtf8 = Encoding.ASCII.GetBytes(name);
        Kind = kind;
        _options = options;
        _budget = budget;
        _byText = _series.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>The name in the text format.</summary>
    public string Name { get; }

    /// <summary>The same as bytes.</summary>
    public byte[] NameUtf8 { get; }

    /// <summary>The type.</summary>
    public MetricKind Kind { get; }

    /// <summary>Whether no series is left.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _series.Count == 0;
            }
        }
    }

    /// <summary>Every sample name this family writes; no other family may write one of them.</summary>
    public static string[] SampleNames(string name, MetricKind kind) => kind switch
    {
        MetricKind.Histogram => [name, name + "_bucket", name + "_sum", name + "_count"],
        MetricKind.Summary => [name, name + "_sum", name + "_count"],
        _ => [name],
    };

    /// <summary>Takes a point.</summary>
    /// <returns>Nothing when the family was retired meanwhile and the caller must ask for a new one.</returns>
    public PointOutcome? Apply(in MetricDefinition definition, ReadOnlySpan<byte> labels, MetricPoint point, ulong nowNanos, long now)
    {
        lock (_gate)
        {
            if (_retired)
            {
                return null;
            }

            Describe(definition);
            _byText.TryGetValue(labels, out var series);
            if (point.NoRecordedValue)
            {
                Remove(series);
                return PointOutcome.Accepted;
            }

            series?.Prepare(point);
            var cost = Series.CostOf(Kind, point);
            var growth = cost - (series?.Cost ?? 0);
            var bytes = series is null ? labels.Length : 0;
            if (growth > 0 && _cost + growth > _options.MaxSeriesPerMetric)
            {
                return PointOutcome.MetricFull;
            }

            if ((growth > 0 || bytes > 0) && !_budget.TryReserve(growth, bytes))
            {
                return PointOutcome.StoreFull;
            }

            if (series is null)
            {
                series = Create(labels.ToArray());
                _series.Add(series.Labels, series);
            }

            var outcome = series.Update(point, nowNanos, this);
            if (outcome == PointOutcome.Stale)
            {
                _budget.Release(Math.Max(0, growth), 0);
                return outcome;
            }

            if (growth < 0)
            {
                _budget.Release(-growth, 0);
            }

            _cost += growth;
            series.Cost = cost;
            series.LastSeen = now;
            return outcome;
        }
    }

    /// <summary>The layout of some bounds, shared where possible.</summary>
    public BucketLayout Layout(ReadOnlySpan<double> bounds)
    {
        foreach (var layout in _layouts)
        {
            if (layout.Bounds.SequenceEqual(bounds))
            {
                return layout;
            }
        }

        var made = new BucketLayout(bounds);
        if (_layouts.Count < MaxSharedLayouts)
        {
            _layouts.Add(made);
        }

        return made;
    }

    /// <summary>Forgets the series that were not updated since <paramref name="cutoff"/>.</summary>
    /// <returns>How many went.</returns>
    public int Sweep(long cutoff)
    {
        lock (_gate)
        {
            var before = _series.Count;
            foreach (var (_, series) in _series)
            {
                if (series.LastSeen < cutoff)
                {
                    Remove(series);
                }
            }

            return before - _series.Count;
        }
    }

    /// <summary>Writes all series, if there are any.</summary>
    /// <param name="writer">Writes to memory.</param>
    /// <param name="hideType">Say that the type is unknown, because OpenMetrics' name for it would clash with another family's.</param>
    public void Write(ExpositionWriter writer, bool hideType)
    {
        lock (_gate)
        {
            if (_series.Count == 0)
            {
                return;
            }

            writer.Family(Name, hideType ? null : Kind, _help, _unit);
            foreach (var (_, series) in _series)
            {
                series.Write(writer, this);
            }
        }
    }

    /// <summary>Empties the family for good and gives its room back.</summary>
    /// <param name="onlyIfEmpty">Leave it alone if it has series.</param>
    /// <returns>Whether it is retired now.</returns>
    public bool Retire(bool onlyIfEmpty)
    {
        lock (_gate)
        {
            if (_retired || (onlyIfEmpty && _series.Count > 0))
            {
                return _retired;
            }

            foreach (var (_, series) in _series)
            {
                Remove(series);
            }

            _retired = true;
            _budget.Release(0, Overhead);
            return true;
        }
    }

    private Series Create(byte[] labels) => Kind switch
    {
        MetricKind.Histogram => new HistogramSeries(labels),
        MetricKind.Summary => new SummarySeries(labels),
        _ => new NumberSeries(labels),
    };

    private void Remove(Series? series)
    {
        if (series is not null && _series.Remove(series.Labels))
        {
            _cost -= series.Cost;
            _budget.Release(series.Cost, series.Labels.Length);
        }
    }

    // Senders may describe one metric differently. The longest text wins, then the first in order: whoever came first does not matter.
    private void Describe(in MetricDefinition definition)
    {
        var help = definition.Help.Length > MaxHelpLength ? definition.Help[..MaxHelpLength] : definition.Help;
        if (IsBetter(help, _help))
        {
            _help = help;
        }

        if (IsBetter(definition.Name.Unit, _unit))
        {
            _unit = definition.Name.Unit;
        }
    }

    private static bool IsBetter(string candidate, string current) =>
        candidate.Length > current.Length || (candidate.Length == current.Length && string.CompareOrdinal(candidate, current) < 0);
}
