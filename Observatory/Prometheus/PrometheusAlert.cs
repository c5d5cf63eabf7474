namespace Observatory.Prometheus;

/// <summary>An alert that is pending or firing.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="State"><c>pending</c> or <c>firing</c>.</param>
/// <param name="ActiveSince">Since when.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Annotations">Its annotations.</param>
internal sealed record PrometheusAlert(
    string Name, string State, DateTimeOffset? ActiveSince, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations);
