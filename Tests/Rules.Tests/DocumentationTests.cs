using System.Text.RegularExpressions;

namespace Tta.Rules.Tests;

public partial class DocumentationTests
{
    private static readonly string[] Dashboards =
    [
        "00-agent-observability", "01-system-overview", "02-primitive-drilldown", "03-dependencies", "04-errors",
        "05-cost-efficiency", "06-adaptive", "07-primitives-summary", "08-infrastructure", "09-agents-of-any-framework",
    ];

    private static string Metrics => Repository.Read("docs", "metrics.md");

    private static string Runbook => Repository.Read("docs", "runbook.md");

    public static TheoryData<string> AlertNames => [.. RuleCatalog.Alerts.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(AlertNames))]
    public void An_alert_says_what_is_wrong_where_to_see_it_and_what_to_do(string name)
    {
        var annotations = RuleCatalog.Alerts.Single(a => a.Name == name).Map("annotations");

        Assert.NotEmpty(annotations["summary"]);
        Assert.NotEmpty(annotations["description"]);
        Assert.NotEqual(annotations["summary"], annotations["description"]);
        var dashboard = Regex.Match(annotations["dashboard_url"], @"^http://localhost:3000/d/([^?]+)\?viewPanel=.+");
        Assert.True(dashboard.Success, annotations["dashboard_url"]);
        Assert.Contains(dashboard.Groups[1].Value, Dashboards);
        var runbook = annotations["runbook_url"].Split('#');
        Assert.Equal("docs/runbook.md", runbook[0]);
        Assert.Contains(runbook[1], Anchors(Runbook));
    }

    [Fact]
    public void The_runbook_has_a_section_for_every_alert_and_its_own_links_lead_somewhere()
    {
        var anchors = Anchors(Runbook);

        Assert.Empty(RuleCatalog.Alerts.Select(a => Anchor(a.Name)).Except(anchors));
        Assert.Empty(LinksTo(Runbook, "").Except(anchors));
        Assert.Empty(LinksTo(Runbook, "metrics.md").Except(Anchors(Metrics)));
    }

    [Fact]
    public void The_metrics_page_lists_every_recorded_series_and_no_other()
    {
        var listed = ListedIn("## Recorded").Concat(ListedIn("## Older names")).ToList();

        Assert.Equal(RuleCatalog.Recorded.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_metrics_page_lists_every_emitted_series_and_no_other()
    {
        Assert.Equal(
            EmittedSeries.Plain.Concat(EmittedSeries.Histograms).Order(StringComparer.Ordinal),
            ListedIn("## Emitted").Order(StringComparer.Ordinal));
        Assert.Equal(
            EmittedSeries.FromSpans.Concat(EmittedSeries.HistogramsFromSpans).Order(StringComparer.Ordinal),
            ListedIn("## Derived from spans").Order(StringComparer.Ordinal));
        Assert.Equal(EmittedSeries.FromTheScrape.Order(StringComparer.Ordinal), ListedIn("## Others").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_page_of_other_frameworks_agents_lists_every_series_that_is_derived_from_them_and_no_other()
    {
        var listed = Regex.Matches(Repository.Read("docs", "your-own-agents.md"), @"^\| `(agent_[a-z_]+)` \|", RegexOptions.Multiline);

        Assert.Equal(
            EmittedSeries.FromRuns.Concat(EmittedSeries.HistogramsFromRuns).Order(StringComparer.Ordinal),
            listed.Select(m => m.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_example_on_the_metrics_page_is_a_query_over_listed_series()
    {
        var examples = Rows(Metrics).Select(cells => cells[^1].Trim('`')).ToList();
        var known = EmittedSeries.Readable.Union(RuleCatalog.Recorded).ToHashSet();

        Assert.All(examples, example => Assert.NotEmpty(PromQl.MetricNames(example)));
        Assert.All(examples, example => Assert.Empty(PromQl.MetricNames(example).Except(known)));

        using var folder = new TemporaryDirectory();
        var rules = examples.Select((example, i) => $"  - record: example_{i}\n    expr: '{example}'\n");
        File.WriteAllText(folder.PathOf("examples.yml"), "groups:\n- name: examples\n  rules:\n" + string.Concat(rules));
        var (exitCode, output) = Tool.Run("promtool", "check", "rules", folder.PathOf("examples.yml"));
        Assert.True(exitCode == 0, output);
    }

    private static List<string> ListedIn(string heading)
    {
        var section = Regex.Match(Metrics, $@"^{heading}.*?(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(section.Success, $"No section '{heading}' in docs/metrics.md.");
        return [.. Rows(section.Value).Select(cells => cells[0].Trim('`'))];
    }

    /// <summary>The rows of tables whose first column is a series.</summary>
    private static IEnumerable<string[]> Rows(string text)
        => TableRow().Matches(text)
            .Select(m => m.Groups[1].Value.Split('|', StringSplitOptions.TrimEntries))
            .Where(cells => cells.Length >= 5);

    private static HashSet<string> Anchors(string text) => [.. Heading().Matches(text).Select(m => Anchor(m.Groups[1].Value))];

    private static string Anchor(string heading)
        => Regex.Replace(heading.Trim(), @"[^\w\- ]", "").Replace(' ', '-').ToLowerInvariant();

    private static IEnumerable<string> LinksTo(string text, string file)
        => Regex.Matches(text, $@"\]\({Regex.Escape(file)}#([^)]+)\)").Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"^\| (`[^`]+` \|.*) \|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
