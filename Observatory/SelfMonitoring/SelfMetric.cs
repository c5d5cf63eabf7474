namespace Observatory.SelfMonitoring;

/// <summary>One series about Observatory itself, as it was when it was read.</summary>
/// <param name="Name">The full name as Prometheus shows it; a counter's ends in <c>_total</c>.</param>
/// <param name="Help">One sentence, with the unit.</param>
/// <param name="IsCounter">Whether it only grows.</param>
/// <param name="Labels">Label names and values; few and bounded.</param>
/// <param name="Value">Its value.</param>
internal sealed record SelfMetric(
    string Name, string Help, bool IsCounter, IReadOnlyList<KeyValuePair<string, string>> Labels, double Value);
