using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tta.Rules.Tests;

/// <summary>Breaks each rule and asks whether its tests notice: a rule that can be wrong unseen is not proved.</summary>
public class RuleMutationTests
{
    public static IEnumerable<object[]> RecordingRules => RuleCatalog.Rules.Where(r => !r.IsAlert).Select(Data);

    public static IEnumerable<object[]> Alerts => RuleCatalog.Alerts.Select(Data);

    [Fact]
    public void An_unbroken_copy_is_not_complained_about()
    {
        using var folder = new TemporaryDirectory();
        CopyRules(folder, (_, _) => { });

        Assert.All(RuleTest.All.GroupBy(t => t.File), tests => Assert.True(Pass(folder, tests), tests.Key));
    }

    [Theory]
    [MemberData(nameof(RecordingRules))]
    public void A_wrong_value_is_noticed(string file, int group, int index, string name)
        => AssertNoticed(file, group, index, name, rule => Replace(rule, "expr", $"2 * (\n{rule["expr"]}\n) + 1"));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_that_never_fires_is_noticed(string file, int group, int index, string name)
        => AssertNoticed(file, group, index, name, rule => Replace(rule, "expr", "vector(0) > 1"));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void An_alert_that_does_not_wait_is_noticed(string file, int group, int index, string name)
        => AssertNoticed(file, group, index, name, rule => Replace(rule, "for", "0s"));

    private static object[] Data(Rule rule) => [rule.File, rule.Group, rule.Index, rule.Name];

    private static void AssertNoticed(string file, int group, int index, string name, Action<YamlMappingNode> mutate)
    {
        using var folder = new TemporaryDirectory();
        CopyRules(folder, (copied, document) =>
        {
            if (copied == file)
            {
                mutate(RuleCatalog.RulesOf(file, document).Single(r => r.Group == group && r.Index == index).Node);
            }
        });

        var noticed = RuleTest.All.Where(t => t.Judges(name)).GroupBy(t => t.File).Any(tests => !Pass(folder, tests));

        Assert.True(noticed, $"No test fails when the rule {name} ({file}, group {group}, rule {index}) is broken.");
    }

    private static void CopyRules(TemporaryDirectory folder, Action<string, YamlDocument> mutate)
    {
        Directory.CreateDirectory(folder.PathOf("rules"));
        Directory.CreateDirectory(folder.PathOf("tests"));
        foreach (var original in RuleFiles.All)
        {
            var document = RuleCatalog.Load(original);
            mutate(Path.GetFileName(original), document);
            using var writer = new StreamWriter(folder.PathOf("rules", Path.GetFileName(original)));
            new YamlStream(document).Save(writer, assignAnchors: false);
        }
    }

    /// <summary>Runs these tests of one file, and only these: most of the time goes into the others.</summary>
    private static bool Pass(TemporaryDirectory folder, IGrouping<string, RuleTest> tests)
    {
        var document = RuleCatalog.Load(tests.Key);
        var all = (YamlSequenceNode)document.RootNode["tests"];
        var chosen = tests.Select(t => all[t.Index]).ToList();
        all.Children.Clear();
        chosen.ForEach(all.Add);
        var copy = folder.PathOf("tests", Path.GetFileName(tests.Key));
        using (var writer = new StreamWriter(copy))
        {
            new YamlStream(document).Save(writer, assignAnchors: false);
        }

        var (exitCode, output) = Tool.Run("promtool", "test", "rules", copy);
        // A mutant that does not even parse proves nothing.
        Assert.DoesNotContain("parse error", output, StringComparison.Ordinal);
        Assert.DoesNotContain("yaml:", output, StringComparison.Ordinal);
        return exitCode == 0;
    }

    private static void Replace(YamlMappingNode rule, string key, string value)
        => rule.Children[key] = new YamlScalarNode(value) { Style = ScalarStyle.DoubleQuoted };
}
