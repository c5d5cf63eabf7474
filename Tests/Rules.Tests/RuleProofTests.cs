namespace Tta.Rules.Tests;

public class RuleProofTests
{
    public static TheoryData<string> TestFiles => [.. RuleFiles.Tests.Select(f => Path.GetFileName(f))];

    [Fact]
    public void Rules_are_valid()
    {
        var (exitCode, output) = Tool.Run("promtool", ["check", "rules", .. RuleFiles.All]);

        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("FAILED", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(TestFiles))]
    public void Rules_do_what_their_tests_say(string file)
    {
        var (exitCode, output) = Tool.Run("promtool", "test", "rules", Repository.PathOf("prometheus", "tests", file));

        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void Every_recorded_series_is_asserted_by_a_test()
    {
        var asserted = RuleTest.All.SelectMany(t => t.Read).ToHashSet();

        Assert.Empty(RuleCatalog.Recorded.Except(asserted));
    }

    [Fact]
    public void Every_alert_is_seen_to_fire_and_to_stay_quiet()
    {
        var alerts = RuleCatalog.Alerts.Select(a => a.Name).ToHashSet();

        Assert.Empty(alerts.Except(RuleTest.All.SelectMany(t => t.Fired)));
        Assert.Empty(alerts.Except(RuleTest.All.SelectMany(t => t.Quiet)));
    }

    [Fact]
    public void A_rule_reads_only_series_that_are_emitted_or_recorded()
    {
        var known = EmittedSeries.Readable.Union(RuleCatalog.Recorded).ToHashSet();

        Assert.All(RuleCatalog.Rules, rule => Assert.Empty(PromQl.MetricNames(rule.Expression).Except(known)));
    }

    [Fact]
    public void A_rule_reads_only_what_was_recorded_before_it_in_its_group()
    {
        foreach (var group in RuleCatalog.Rules.GroupBy(r => (r.File, r.Group)))
        {
            var rules = group.ToList();
            foreach (var rule in rules)
            {
                var laterOnes = rules.Where(r => r.Index >= rule.Index && !r.IsAlert).Select(r => r.Name);
                Assert.Empty(PromQl.MetricNames(rule.Expression).Intersect(laterOnes));
            }
        }
    }

    [Fact]
    public void The_window_of_an_error_ratio_is_the_one_it_is_labelled_with()
    {
        var ratios = RuleCatalog.Rules.Where(r => r.Name == "slo:error_ratio").ToList();

        Assert.Equal(["5m", "30m", "1h", "6h", "3d", "30d"], ratios.Select(r => r.Map("labels")["window"]));
        foreach (var rule in ratios)
        {
            var window = rule.Map("labels")["window"];
            var unit = window[^1] switch { 'm' => 60, 'h' => 3600, _ => 86400 };
            var evaluations = int.Parse(window[..^1], System.Globalization.CultureInfo.InvariantCulture) * unit / 10;
            Assert.Equal([window, window, window], PromQl.RangesOf(rule.Expression));
            Assert.Contains($"/ {evaluations}, 1)", rule.Expression, StringComparison.Ordinal);
        }
    }
}
