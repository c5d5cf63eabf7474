namespace Observatory.Prometheus;

/// <summary>One series of an answer.</summary>
/// <param name="Labels">Its labels, <c>__name__</c> among them, in the order of their names.</param>
/// <param name="Times">Milliseconds since 1970, ascending.</param>
/// <param name="Values">A value for each time.</param>
internal sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, double[] Times, double[] Values);
