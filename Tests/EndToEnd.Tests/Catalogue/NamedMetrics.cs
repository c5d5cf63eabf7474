using System.Text.RegularExpressions;
using Tta.EndToEnd.Tests.Dashboards;

namespace Tta.EndToEnd.Tests.Catalogue;

/// <summary>Every metric that somebody names anywhere in the repository, with the place.</summary>
internal static partial class NamedMetrics
{
    public static IEnumerable<(string Metric, string Place)> InRules() =>
        from file in Directory.GetFiles(Path.Combine(Repository.Root, "prometheus", "rules"), "*.yml")
        from match in Expression().Matches(File.ReadAllText(file))
        from metric in PromQl.MetricNames(match.Groups[1].Value)
        select (metric, $"rules {Path.GetFileName(file)}");

    public static IEnumerable<(string Metric, string Place)> InDashboards() =>
        from board in DashboardQueries.BoardsWithData
        from query in DashboardQueries.PromQl(board)
        from metric in PromQl.MetricNames(PromQl.Filled(query, _ => DashboardQueries.All))
        select (metric, $"dashboard {board}");

    /// <summary>Words in code type that look like one of ours.</summary>
    public static IEnumerable<(string Metric, string Place)> InDocuments() =>
        from file in Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md"))
        from code in Code().Matches(File.ReadAllText(file))
        from match in OurName().Matches(code.Value)
        select (match.Value, $"document {Path.GetFileName(file)}");

    // One line, or an indented block.
    [GeneratedRegex(@"^ +(?:- )?expr:(?: [|>]-?)?((?: .*)?(?:\n {10,}.*)*)", RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"(?<![\w:./-])(?:(?:tta|slo):[a-z][a-z0-9_:]*|(?:tta|adaptive|gen_ai|slo)_[a-z0-9_]+)(?![\w*{-])")]
    private static partial Regex OurName();
}
