using Observatory.Metrics.Naming;

namespace Observatory.Metrics.Store;

/// <summary>What a sender says about a metric.</summary>
/// <param name="Name">Its translated name.</param>
/// <param name="Kind">Its type in the exposition.</param>
/// <param name="Help">Its description.</param>
internal readonly record struct MetricDefinition(MetricName Name, MetricKind Kind, string Help);
