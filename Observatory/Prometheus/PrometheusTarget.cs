namespace Observatory.Prometheus;

/// <summary>Something that Prometheus scrapes.</summary>
/// <param name="Job">Its job.</param>
/// <param name="Instance">Its instance.</param>
/// <param name="Health"><c>up</c>, <c>down</c> or <c>unknown</c>.</param>
/// <param name="LastError">Why the last scrape failed, or empty.</param>
internal sealed record PrometheusTarget(string Job, string Instance, string Health, string LastError);
