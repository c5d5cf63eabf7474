namespace Observatory.SelfMonitoring;

/// <summary>One series about Observatory itself, read when it is scraped.</summary>
/// <param name="Name">The full name as Prometheus shows it; a counter's ends in <c>_total</c>.</param>
/// <param name="Help">One sentence, with the unit.</param>
/// <param name="Kind">Counter or gauge.</param>
/// <param name="Labels">Label names and values; few and bounded.</param>
/// <param name="Read">Reads the current value. Must be cheap and callable from any thread.</param>
internal sealed record SelfMetric(string Name, string Help, SelfMetricKind Kind, IReadOnlyList<KeyValuePair<string, string>> Labels, Func<double> Read);
