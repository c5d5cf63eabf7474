namespace Observatory.Prometheus;

/// <summary>The answer to a query.</summary>
/// <param name="Series">The series; a scalar is one without labels.</param>
/// <param name="Warnings">What Prometheus had to say about it.</param>
/// <param name="LeftOut">Series beyond the limit, and native histograms, which are not read.</param>
internal sealed record PrometheusResult(IReadOnlyList<PrometheusSeries> Series, IReadOnlyList<string> Warnings, int LeftOut);
