using YamlDotNet.RepresentationModel;

namespace Tta.Rules.Tests;

/// <summary>What one test of prometheus/tests asserts: which metrics its expressions read, which alerts it sees fire and stay quiet.</summary>
internal sealed record RuleTest(string File, int Index, IReadOnlySet<string> Read, IReadOnlySet<string> Fired, IReadOnlySet<string> Quiet)
{
    public static IReadOnlyList<RuleTest> All { get; } = [.. RuleFiles.Tests.SelectMany(In)];

    /// <summary>Whether the test looks at the rule's result itself, and so must notice when that is wrong.</summary>
    public bool Judges(string rule) => Read.Contains(rule) || Fired.Contains(rule);

    private static IEnumerable<RuleTest> In(string file)
        => ((YamlSequenceNode)RuleCatalog.Load(file).RootNode["tests"]).Select((test, index) => Of(file, index, test));

    private static RuleTest Of(string file, int index, YamlNode test)
    {
        HashSet<string> read = [], fired = [], quiet = [];
        foreach (var check in Items(test, "promql_expr_test"))
        {
            read.UnionWith(PromQl.MetricNames(check["expr"].ToString()));
        }

        foreach (var check in Items(test, "alert_rule_test"))
        {
            var expected = (YamlMappingNode)check;
            var name = Value(expected, "alertname")!.ToString();
            (Value(expected, "exp_alerts") is YamlSequenceNode { Children.Count: > 0 } ? fired : quiet).Add(name);
        }

        return new RuleTest(file, index, read, fired, quiet);
    }

    private static IEnumerable<YamlNode> Items(YamlNode test, string key)
        => ((YamlMappingNode)test).Children.TryGetValue(key, out var node) ? (YamlSequenceNode)node : [];

    // `<<: *anchor` is left to the reader by YamlDotNet's representation model.
    internal static YamlNode? Value(YamlMappingNode node, string key)
        => node.Children.TryGetValue(key, out var own) ? own
            : node.Children.TryGetValue("<<", out var merged) ? Value((YamlMappingNode)merged, key)
            : null;
}
