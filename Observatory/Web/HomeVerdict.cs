using Observatory.Prometheus;

namespace Observatory.Web;

/// <summary>How the system is, in one word, and the alert that says why: what a hurried reader wants of the home page.</summary>
/// <param name="Word">How it is.</param>
/// <param name="State">The word's colour: <c>good</c>, <c>warning</c>, <c>bad</c> or <c>unknown</c>.</param>
/// <param name="Reason">The alert to look at first, if there is one.</param>
internal sealed record HomeVerdict(string Word, string State, PrometheusAlert? Reason)
{
    // Labels that say where an alert comes from and how it is treated, but not what it is about.
    private static readonly string[] General = ["alertname", "severity", "slo", "cluster", "replica"];

    /// <summary>
    /// Judges what Prometheus said. An alert that is only pending counts, too: whoever looks now wants to know now. One of severity
    /// <c>info</c> makes nothing worse.
    /// </summary>
    public static HomeVerdict Of(HomeStatus.Answer answer)
    {
        if (answer.Error is not null || answer.Targets.Count == 0)
        {
            return new("Unknown", "unknown", null);
        }

        var first = InOrder(answer.Alerts).FirstOrDefault()?[0];
        return first is null ? new("Healthy", "good", null) : Rank(first) switch
        {
            0 => new("Failing", "bad", first),
            1 => new("Degraded", "warning", first),
            _ => new("Healthy", "good", first),
        };
    }

    /// <summary>
    /// The alerts folded by name, the gravest first. Among equals those that fire; then those that name what they are about, a provider, a
    /// workflow, a cache, before totals, which only say that something is wrong; then the longest.
    /// </summary>
    public static IEnumerable<IReadOnlyList<PrometheusAlert>> InOrder(IEnumerable<PrometheusAlert> alerts) => alerts
        .GroupBy(alert => alert.Name, StringComparer.Ordinal)
        .Select(group => (IReadOnlyList<PrometheusAlert>)[.. group.OrderBy(Rank).ThenBy(alert => alert.State != "firing").ThenBy(alert => alert.ActiveSince)])
        .OrderBy(group => Rank(group[0]))
        .ThenBy(group => group[0].State != "firing")
        .ThenBy(group => group[0].Labels.Keys.All(General.Contains))
        .ThenBy(group => group[0].ActiveSince);

    private static int Rank(PrometheusAlert alert) => alert.Labels.GetValueOrDefault("severity") switch { "critical" => 0, "info" => 2, _ => 1 };
}
