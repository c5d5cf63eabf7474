using YamlDotNet.Serialization;

namespace Tta.Dashboards.Tests.Rules;

/// <summary>What <c>prometheus/rules</c> records.</summary>
internal static class RecordedMetrics
{
    public static IReadOnlyList<(string Name, string Expression, IReadOnlyList<string> Labels)> Rules { get; } = [.. Read("record")];

    /// <summary>The address of the panel that shows it, for each alert.</summary>
    public static IReadOnlyList<(string Alert, string Url)> AlertLinks { get; } =
    [
        .. from rule in Entries()
           where rule.ContainsKey("alert")
           let notes = (Dictionary<object, object>)rule["annotations"]
           where notes.ContainsKey("dashboard_url")
           select ((string)rule["alert"], (string)notes["dashboard_url"]),
    ];

    public static IEnumerable<Metric> Read() => Rules.GroupBy(rule => rule.Name).Select(rules =>
        new Metric(rules.Key, MeasureOf(rules.Key), false, [.. LabelsOf(rules.Key, []).Distinct()]));

    // A name says what it measures: the rules keep to Prometheus' habit of ending names in units.
    private static Measure MeasureOf(string name) => name switch
    {
        "slo_compliance" => Measure.State,
        _ when name.EndsWith("_up", StringComparison.Ordinal) => Measure.State,
        "tta:health_score" => Measure.Score,
        "slo:burn_rate" => Measure.Count,
        "tta:observed_seconds_5m" => Measure.Seconds,
        _ when name.EndsWith("_dollars", StringComparison.Ordinal) => Measure.Dollars,
        _ when name.EndsWith("_seconds", StringComparison.Ordinal) || name.Contains("_seconds_", StringComparison.Ordinal) => Measure.Seconds,
        _ when name.Contains("_ratio", StringComparison.Ordinal) || name.Contains("success_rate", StringComparison.Ordinal)
            || name.Contains("hit_rate", StringComparison.Ordinal) => Measure.Ratio,
        _ => Measure.Count,
    };

    // What a rule groups by and adds, and what the recorded figures it uses have.
    private static IEnumerable<string> LabelsOf(string name, HashSet<string> seen) => !seen.Add(name)
        ? []
        : Rules.Where(rule => rule.Name == name).SelectMany(rule =>
            rule.Labels
                .Concat(PromQl.Of(rule.Expression).Grouped)
                .Concat(PromQl.Of(rule.Expression).Metrics.SelectMany(metric => LabelsOf(metric.Name, seen))));

    private static IEnumerable<(string Name, string Expression, IReadOnlyList<string> Labels)> Read(string key) =>
        from rule in Entries()
        where rule.ContainsKey(key)
        let labels = rule.TryGetValue("labels", out var given) ? ((Dictionary<object, object>)given).Keys.Cast<string>().ToList() : []
        select ((string)rule[key], (string)rule["expr"], (IReadOnlyList<string>)labels);

    private static IEnumerable<Dictionary<object, object>> Entries() =>
        from path in Directory.GetFiles(Repository.PathOf("prometheus", "rules"), "*.yml")
        let file = new DeserializerBuilder().Build().Deserialize<Dictionary<string, List<Dictionary<object, object>>>>(File.ReadAllText(path))
        from grouping in file["groups"]
        from rule in (List<object>)grouping["rules"]
        select (Dictionary<object, object>)rule;
}
