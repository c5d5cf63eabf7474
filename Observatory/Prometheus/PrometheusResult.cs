namespace Observatory.Prometheus;

/// <summary>The answer to a query.</summary>
/// <param name="Series">The series; a scalar is one without labels.</param>
/// <param name="Warnings">What Prometheus had to say about it.</param>
/// <param name="LeftOut">Series beyond the limit, and native histograms, which are not read.</param>
internal sealed record PrometheusResult(IReadOnlyList<PrometheusSeries> Series, IReadOnlyList<string> Warnings, int LeftOut);

/// <summary>One series of an answer.</summary>
/// <param name="Labels">Its labels, <c>__name__</c> among them, in the order of their names.</param>
/// <param name="Times">Milliseconds since 1970, ascending.</param>
/// <param name="Values">A value for each time.</param>
internal sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, double[] Times, double[] Values);

/// <summary>One measured execution.</summary>
/// <param name="SeriesLabels">The labels of the series that it belongs to.</param>
/// <param name="Labels">Its own labels, a trace id as a rule.</param>
/// <param name="Time">Milliseconds since 1970.</param>
/// <param name="Value">What was measured.</param>
internal sealed record PrometheusExemplar(
    IReadOnlyDictionary<string, string> SeriesLabels, IReadOnlyDictionary<string, string> Labels, double Time, double Value);

/// <summary>Something that Prometheus scrapes.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Instance">Its instance.</param>
/// <param name="Health"><c>up</c>, <c>down</c> or <c>unknown</c>.</param>
/// <param name="LastError">Why the last scrape failed, or empty.</param>
internal sealed record PrometheusTarget(string Job, string Instance, string Health, string LastError);

/// <summary>An alert that is pending or firing.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="State"><c>pending</c> or <c>firing</c>.</param>
/// <param name="ActiveSince">Since when.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Annotations">Its annotations.</param>
/// <param name="Value">The value of its expression; null when it is no number.</param>
internal sealed record PrometheusAlert(
    string Name, string State, DateTimeOffset? ActiveSince, IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations, double? Value = null);

/// <summary>What the senders say of a metric.</summary>
/// <param name="Type"><c>counter</c>, <c>gauge</c>, <c>histogram</c> …</param>
/// <param name="Help">What it means.</param>
/// <param name="Unit">Its unit; empty when nobody says.</param>
internal sealed record PrometheusMetadata(string Type, string Help, string Unit);

/// <summary>A question to Prometheus got no usable answer; the message is for the reader of a page.</summary>
internal sealed class PrometheusException(string message, Exception? inner = null) : Exception(message, inner);
