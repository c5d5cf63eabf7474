using Observatory.Metrics.Naming;

namespace Observatory.Metrics.Model;

/// <summary>What a sender says about a metric.</summary>
/// <param name="Name">Its translated name.</param>
/// <param name="Kind">Its type in the exposition.</param>
/// <param name="Help">Its description.</param>
internal readonly record struct MetricDefinition(MetricName Name, MetricKind Kind, string Help);

/// <summary>
/// The type of a family in the exposition. The order is the order of precedence: when two senders use one name for different types, the
/// later member wins whoever came first, so that a restart cannot change the outcome.
/// </summary>
internal enum MetricKind
{
    /// <summary>Up and down.</summary>
    Gauge,

    /// <summary>Only up, from a start.</summary>
    Counter,

    /// <summary>Quantiles, sum and count.</summary>
    Summary,

    /// <summary>Cumulative buckets, sum and count.</summary>
    Histogram,

    /// <summary>Facts about a target; the value is always 1.</summary>
    Info,
}
