namespace Observatory.Metrics.Store;

/// <summary>What became of a point.</summary>
internal enum PointOutcome
{
    /// <summary>Stored.</summary>
    Accepted,

    /// <summary>
    /// Older than what is stored, or a delta that was counted already. Dropped without complaint: the sender can do nothing about it.
    /// </summary>
    Stale,

    /// <summary>A new series, and the store holds as many as it may.</summary>
    StoreFull,

    /// <summary>A new series, and the metric holds as many as it may.</summary>
    MetricFull,

    /// <summary>The name belongs to a metric of another type.</summary>
    TypeConflict,

    /// <summary>The numbers contradict each other.</summary>
    Invalid,
}
