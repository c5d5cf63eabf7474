using System.Text.RegularExpressions;

namespace Tta.Dashboards.Tests.Reading;

/// <summary>
/// What a query names: metrics with the labels they are matched by, labels that results are grouped by, labels made on the way.
/// Whether it is valid is for Prometheus' own parser to say.
/// </summary>
internal sealed partial class PromQl
{
    private static readonly string[] Words = ["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "inf", "nan"];

    private PromQl(string expression)
    {
        Made = [.. MadeLabel().Matches(expression).Select(match => match.Groups[1].Value)];
        var rest = Comment().Replace(expression, "");
        Grouped = [.. Grouping().Matches(rest).SelectMany(match => match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
        rest = Grouping().Replace(rest, " ");
        rest = Window().Replace(rest, "");
        Metrics =
        [
            .. Selector().Matches(WithoutOtherStrings(rest))
                .Where(match => !Words.Contains(match.Groups["name"].Value))
                .Select(match => (match.Groups["name"].Value, (IReadOnlyList<string>)[.. Matcher().Matches(match.Groups["matchers"].Value).Select(one => one.Groups[1].Value)])),
        ];
    }

    public IReadOnlyList<(string Name, IReadOnlyList<string> Labels)> Metrics { get; }

    public IReadOnlyList<string> Grouped { get; }

    public IReadOnlyList<string> Made { get; }

    public static PromQl Of(string expression) => new(expression);

    /// <summary>The query as any sensible person would write it: one space, grouped labels in order, no variables.</summary>
    public static string Normal(string expression)
    {
        var text = VariableMatcher().Replace(expression, "");
        text = text.Replace("{}", "", StringComparison.Ordinal);
        text = Grouping().Replace(text, match => $"by({string.Join(',', match.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries).Order())})");
        return Spaces().Replace(text, "");
    }

    /// <summary>Variables of the dashboard and of Grafana, filled as Grafana would.</summary>
    public static string Filled(string expression, Func<string, string> label) => expression
        .Replace("$__rate_interval", "20s", StringComparison.Ordinal)
        .Replace("$__range", "30m", StringComparison.Ordinal)
        .Replace("$budget", "500", StringComparison.Ordinal)
        .Replace("$workflow", label("workflow"), StringComparison.Ordinal)
        .Replace("$primitive", label("primitive"), StringComparison.Ordinal)
        .Replace("$provider", label("provider"), StringComparison.Ordinal);

    // Strings inside braces belong to matchers; every other one is an argument.
    private static string WithoutOtherStrings(string text) => ArgumentString().Replace(text, match => match.Groups["braces"].Success ? match.Value : "\"\"");

    [GeneratedRegex("""(?<=[,\s])"(id|title|source|target|advice|subject|error)"\s*,""")]
    private static partial Regex MadeLabel();

    [GeneratedRegex(@"#[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^()]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\[[^\]]*\]|\boffset\s+\w+")]
    private static partial Regex Window();

    [GeneratedRegex(@"(?<![\w:.$])(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?![a-zA-Z0-9_:(])(?!\s*\()(?:\s*\{(?<matchers>[^{}]*)\})?")]
    private static partial Regex Selector();

    [GeneratedRegex("""(\w+)\s*(?:=~|!~|!=|=)\s*"(?:[^"\\]|\\.)*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Matcher();

    [GeneratedRegex("""(?<braces>\{[^{}]*\})|"(?:[^"\\]|\\.)*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex ArgumentString();

    [GeneratedRegex("""\w+=~"\$\w+"\s*,?\s*""")]
    private static partial Regex VariableMatcher();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
