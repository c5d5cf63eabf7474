namespace Observatory.SelfMonitoring;

/// <summary>
/// The registry of what Observatory measures about itself. Parts register when they are built; the self-metrics endpoint renders
/// <see cref="All"/>. Series of the same name must share help and kind.
/// </summary>
internal sealed class SelfMetrics
{
    private readonly Lock _lock = new();
    private readonly List<SelfMetric> _all = [];

    /// <summary>Every registered series, those of one name side by side.</summary>
    public IReadOnlyList<SelfMetric> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _all.OrderBy(m => m.Name, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Registers a counter and gives it back for raising.</summary>
    public SelfCounter Counter(string name, string help, params (string Name, string Value)[] labels)
    {
        var counter = new SelfCounter();
        Register(SelfMetricKind.Counter, name, help, () => counter.Value, labels);
        return counter;
    }

    /// <summary>Registers a counter that is read from somewhere else.</summary>
    public void Counter(string name, string help, Func<double> read, params (string Name, string Value)[] labels) =>
        Register(SelfMetricKind.Counter, name, help, read, labels);

    /// <summary>Registers a gauge.</summary>
    public void Gauge(string name, string help, Func<double> read, params (string Name, string Value)[] labels) =>
        Register(SelfMetricKind.Gauge, name, help, read, labels);

    private void Register(SelfMetricKind kind, string name, string help, Func<double> read, (string Name, string Value)[] labels)
    {
        var pairs = Array.ConvertAll(labels, l => KeyValuePair.Create(l.Name, l.Value));
        lock (_lock)
        {
            foreach (var other in _all.Where(m => m.Name == name))
            {
                if (other.Kind != kind || other.Help != help)
                {
                    throw new InvalidOperationException($"self-metric {name} is registered twice with another kind or help");
                }

                if (other.Labels.SequenceEqual(pairs))
                {
                    throw new InvalidOperationException($"self-metric {name} is registered twice with the same labels");
                }
            }

            _all.Add(new(name, help, kind, pairs, read));
        }
    }
}
