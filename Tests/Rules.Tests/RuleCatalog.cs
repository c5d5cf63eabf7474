using YamlDotNet.RepresentationModel;

namespace Tta.Rules.Tests;

/// <summary>One rule as the file has it.</summary>
internal sealed record Rule(string File, int Group, int Index, string Name, bool IsAlert, string Expression, YamlMappingNode Node)
{
    public IReadOnlyDictionary<string, string> Map(string key)
        => Node.Children.TryGetValue(key, out var node)
            ? ((YamlMappingNode)node).ToDictionary(p => p.Key.ToString(), p => p.Value.ToString())
            : new Dictionary<string, string>();
}

/// <summary>What prometheus/rules and prometheus/tests contain.</summary>
internal static class RuleCatalog
{
    public static IReadOnlyList<Rule> Rules { get; } = [.. RuleFiles.All.SelectMany(file => RulesOf(file, Load(file)))];

    public static IEnumerable<Rule> Alerts => Rules.Where(r => r.IsAlert);

    public static IReadOnlySet<string> Recorded { get; } = Rules.Where(r => !r.IsAlert).Select(r => r.Name).ToHashSet();

    public static YamlDocument Load(string file)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(file);
        stream.Load(reader);
        return stream.Documents[0];
    }

    public static IEnumerable<Rule> RulesOf(string file, YamlDocument document)
    {
        var groups = (YamlSequenceNode)document.RootNode["groups"];
        for (var g = 0; g < groups.Children.Count; g++)
        {
            var rules = (YamlSequenceNode)groups[g]["rules"];
            for (var i = 0; i < rules.Children.Count; i++)
            {
                var node = (YamlMappingNode)rules[i];
                var isAlert = node.Children.ContainsKey("alert");
                yield return new Rule(Path.GetFileName(file), g, i, node[isAlert ? "alert" : "record"].ToString(), isAlert, node["expr"].ToString(), node);
            }
        }
    }
}
