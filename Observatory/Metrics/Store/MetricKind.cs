namespace Observatory.Metrics.Store;

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
