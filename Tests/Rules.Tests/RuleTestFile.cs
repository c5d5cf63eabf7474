using YamlDotNet.RepresentationModel;

namespace Tta.Rules.Tests;

/// <summary>What a file of rule tests asserts: which metrics its expressions read, which alerts it sees fire and stay quiet.</summary>
internal sealed record RuleTestFile(string File, IReadOnlySet<string> Read, IReadOnlySet<string> Fired, IReadOnlySet<string> Quiet)
{
    public static IReadOnlyList<RuleTestFile> All { get; } = [.. Repository.RuleTestFiles.Select(Of)];

    private static RuleTestFile Of(string file)
    {
        HashSet<string> read = [], fired = [], quiet = [];
        foreach (var test in (YamlSequenceNode)RuleCatalog.Load(file).RootNode["tests"])
        {
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
        }

        return new RuleTestFile(file, read, fired, quiet);
    }

    private static IEnumerable<YamlNode> Items(YamlNode test, string key)
        => ((YamlMappingNode)test).Children.TryGetValue(key, out var node) ? (YamlSequenceNode)node : [];

    // `<<: *anchor` is left to the reader by YamlDotNet's representation model.
    private static YamlNode? Value(YamlMappingNode node, string key)
        => node.Children.TryGetValue(key, out var own) ? own
            : node.Children.TryGetValue("<<", out var merged) ? Value((YamlMappingNode)merged, key)
            : null;
}
