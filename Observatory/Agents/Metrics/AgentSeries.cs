using Observatory.Metrics.Model;
using Observatory.Metrics.Store;

namespace Observatory.Agents.Metrics;

/// <summary>
/// The sums behind the metrics of runs. They are kept here and told to the metric store again and again, as a service tells its own, so
/// that a series does not go when nothing happens. Bounded in number: what has no room goes to the series of <see cref="Other"/>. Not
/// thread-safe.
/// </summary>
internal sealed class AgentSeries(MetricStore store, MetricsOptions options)
{
    /// <summary>Series that are kept, a histogram as one.</summary>
    public const int MaxSeries = 2000;

    /// <summary>A label's value in place of those for which there was no room.</summary>
    public const string Other = "other";

    private const int MaxValue = 80;

    // The store keeps the newest of each bucket; of those between two tellings these are enough to choose from.
    private const int MaxExemplars = 64;

    // The conventions' own bounds for the duration of a model call, and twice doubled for runs, which are many calls.
    private static readonly double[] Bounds =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68];

    private readonly Dictionary<string, Sum> _sums = new(StringComparer.Ordinal);
    private readonly LabelSetBuilder _labels = new(options) { CutToFit = true };
    private readonly MetricPoint _point = new();

    /// <summary>Times that a series had no room.</summary>
    public long Overflowed { get; private set; }

    /// <summary>Series kept now.</summary>
    public int Count => _sums.Count;

    /// <summary>Adds to a counter.</summary>
    public void Add(string name, string help, double value, Exemplar exemplar, params ReadOnlySpan<(string Name, string? Value)> labels)
    {
        var sum = Find(name, help, MetricKind.Counter, labels);
        sum.Value += value;
        sum.Exemplars.Clear();
        sum.Exemplars.Add(exemplar with { Value = value });
    }

    /// <summary>Adds to a histogram of seconds.</summary>
    public void Record(
        string name, string help, double seconds, Exemplar exemplar, params ReadOnlySpan<(string Name, string? Value)> labels)
    {
        var sum = Find(name, help, MetricKind.Histogram, labels);
        var bucket = Array.FindIndex(Bounds, b => seconds <= b);
        sum.Buckets[bucket < 0 ? Bounds.Length : bucket]++;
        sum.Value += seconds;
        if (sum.Exemplars.Count == MaxExemplars)
        {
            sum.Exemplars.RemoveAt(0);
        }

        sum.Exemplars.Add(exemplar with { Value = seconds });
    }

    /// <summary>Tells the store every sum.</summary>
    /// <param name="start">When counting began, in nanoseconds since 1970.</param>
    /// <param name="now">Now.</param>
    public void Tell(ulong start, ulong now)
    {
        foreach (var sum in _sums.Values)
        {
            _point.Clear();
            (_point.StartUnixNano, _point.TimeUnixNano) = (start, now);
            if (sum.Definition.Kind == MetricKind.Histogram)
            {
                _point.Bounds.AddRange(Bounds);
                _point.BucketCounts.AddRange(sum.Buckets);
                (_point.Sum, _point.HasSum, _point.Count) = (sum.Value, true, sum.Buckets.Aggregate(0UL, (a, b) => a + b));
            }
            else
            {
                _point.Value = sum.Value;
            }

            _point.Exemplars.AddRange(sum.Exemplars);
            sum.Exemplars.Clear();
            store.Apply(sum.Definition, sum.Labels, _point);
        }
    }

    private Sum Find(string name, string help, MetricKind kind, ReadOnlySpan<(string Name, string? Value)> labels)
    {
        var text = Render(labels, isOther: false);
        var key = name + text;
        if (_sums.TryGetValue(key, out var sum))
        {
            return sum;
        }

        if (_sums.Count >= MaxSeries)
        {
            Overflowed++;
            text = Render(labels, isOther: true);
            if (_sums.TryGetValue(key = name + text, out sum))
            {
                return sum;
            }
        }

        var definition = new MetricDefinition(new(name, kind == MetricKind.Histogram ? "seconds" : ""), kind, help);
        sum = new(definition, Encoding.UTF8.GetBytes(text), new ulong[Bounds.Length + 1]);
        _sums.Add(key, sum);
        return sum;
    }

    // What a run is called and what it used is free text; status and type are words of ours and stay.
    private string Render(ReadOnlySpan<(string Name, string? Value)> labels, bool isOther)
    {
        _labels.Clear();
        foreach (var (name, value) in labels)
        {
            var shown = isOther && name is not ("status" or "type") ? Other : Html.Display.Cut(value, MaxValue);
            if (name == "job")
            {
                _labels.AddOwn(default, "job"u8, Encoding.UTF8.GetBytes(shown));
            }
            else
            {
                _labels.Add(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(shown));
            }
        }

        return Encoding.UTF8.GetString(_labels.Render());
    }

    private sealed record Sum(MetricDefinition Definition, byte[] Labels, ulong[] Buckets)
    {
        public double Value { get; set; }

        public List<Exemplar> Exemplars { get; } = [];
    }
}
