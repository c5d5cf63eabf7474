using YamlDotNet.RepresentationModel;

namespace Tta.Rules.Tests;

/// <summary>
/// Stores that hold several systems, tenants or replicas put labels of their own on every series. Each rule then says the same, and of each
/// problem there is one alert: what the tests expect, but for these labels. Where a store evaluates the rules or keeps their results, what they
/// record has the labels, too.
/// </summary>
public class FurtherLabelsTests
{
    private static readonly (string Name, string Value)[] Further = [("cluster", "north"), ("tenant_id", "anybody")];

    public static TheoryData<string, bool> TestFiles =>
        new(RuleFiles.Tests.SelectMany(file => new[] { false, true }, (file, recorded) => (Path.GetFileName(file), recorded)));

    [Theory]
    [MemberData(nameof(TestFiles))]
    public void Rules_say_the_same_when_every_series_has_further_labels(string file, bool recordedOnesToo)
    {
        using var folder = new TemporaryDirectory();
        Directory.CreateDirectory(folder.PathOf("rules"));
        Directory.CreateDirectory(folder.PathOf("tests"));
        foreach (var rules in RuleFiles.All)
        {
            var labelled = RuleCatalog.Load(rules);
            foreach (var rule in RuleCatalog.RulesOf(rules, labelled).Where(rule => recordedOnesToo && !rule.IsAlert))
            {
                Label(rule);
            }

            Save(labelled, folder.PathOf("rules", Path.GetFileName(rules)));
        }

        var document = RuleCatalog.Load(Repository.PathOf("prometheus", "tests", file));
        foreach (var test in ((YamlSequenceNode)document.RootNode["tests"]).Cast<YamlMappingNode>())
        {
            Label(test);
            Ask(test);
        }

        var copy = folder.PathOf("tests", file);
        Save(document, copy);
        var (exitCode, output) = Tool.Run("promtool", "test", "rules", copy);

        Assert.True(exitCode == 0, output);
    }

    private static void Save(YamlDocument document, string file)
    {
        using var writer = new StreamWriter(file);
        new YamlStream(document).Save(writer, assignAnchors: false);
    }

    private static void Label(Rule rule)
    {
        var labels = rule.Node.Children.TryGetValue("labels", out var own) ? (YamlMappingNode)own : [];
        foreach (var (name, value) in Further)
        {
            labels.Add(name, value);
        }

        rule.Node.Children["labels"] = labels;
    }

    private static void Label(YamlMappingNode test)
    {
        foreach (var input in ((YamlSequenceNode)test["input_series"]).Cast<YamlMappingNode>())
        {
            var series = input["series"].ToString();
            var brace = series.IndexOf('{', StringComparison.Ordinal);
            var labels = string.Join(',', Further.Select(label => $"{label.Name}=\"{label.Value}\""));
            Set(input, "series", brace < 0 ? $"{series}{{{labels}}}" : $"{series[..(brace + 1)]}{labels},{series[(brace + 1)..]}");
        }
    }

    /// <summary>Lets the test ask for what it expects without the further labels; for alerts, which that of promtool cannot, by their series.</summary>
    private static void Ask(YamlMappingNode test)
    {
        var asked = Items(test, "promql_expr_test");
        foreach (var check in asked.Cast<YamlMappingNode>())
        {
            Set(check, "expr", Without(check["expr"].ToString()));
        }

        foreach (var check in Items(test, "alert_rule_test").Cast<YamlMappingNode>())
        {
            asked.Add(Series(check));
        }

        test.Children.Remove("alert_rule_test");
        test.Children["promql_expr_test"] = asked;
    }

    private static YamlMappingNode Series(YamlMappingNode check)
    {
        var alert = RuleTest.Value(check, "alertname")!.ToString();
        var alerts = RuleTest.Value(check, "exp_alerts") as YamlSequenceNode ?? [];
        return new YamlMappingNode
        {
            { "eval_time", RuleTest.Value(check, "eval_time")!.ToString() },
            { "expr", Text(Without($"ALERTS{{alertname=\"{alert}\",alertstate=\"firing\"}}")) },
            { "exp_samples", new YamlSequenceNode(alerts.Select(one => (YamlNode)new YamlMappingNode
                {
                    { "labels", Text($"ALERTS{{alertname=\"{alert}\",alertstate=\"firing\",{string.Join(',', Labels(one))}}}") },
                    { "value", "1" },
                }))
            },
        };
    }

    private static IEnumerable<string> Labels(YamlNode alert) =>
        ((YamlMappingNode)RuleTest.Value((YamlMappingNode)alert, "exp_labels")!).Select(label => $"{label.Key}=\"{label.Value}\"");

    private static string Without(string expression) =>
        Further.Aggregate($"(\n{expression}\n)", (inner, label) => $"label_replace({inner}, \"{label.Name}\", \"\", \"{label.Name}\", \".*\")");

    private static YamlSequenceNode Items(YamlMappingNode test, string key) =>
        test.Children.TryGetValue(key, out var node) ? (YamlSequenceNode)node : [];

    private static void Set(YamlMappingNode node, string key, string value) => node.Children[key] = Text(value);

    private static YamlScalarNode Text(string value) => new(value) { Style = YamlDotNet.Core.ScalarStyle.DoubleQuoted };
}
