using System.Text.RegularExpressions;

namespace Tta.Tests;

/// <summary>
/// What a query names: metrics with the labels they are matched by, labels that results are grouped by, labels made on the way.
/// Whether it is valid is for Prometheus' own parser to say.
/// </summary>
public sealed partial class PromQl
{
    private static readonly string[] Words =
        ["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "inf", "nan"];

    private PromQl(string expression)
    {
        Made = [.. MadeLabel().Matches(expression).Select(match => match.Groups[1].Value)];
        var rest = Comment().Replace(expression, "");
        Grouped = [.. Grouping().Matches(rest).SelectMany(match => Labels(match.Groups[1].Value))];
        rest = Grouping().Replace(rest, " ");
        rest = Window().Replace(rest, "");
        Metrics =
        [
            .. Selector().Matches(WithoutOtherStrings(rest))
                .Where(match => !Words.Contains(match.Groups["name"].Value))
                .Select(match => (
                    match.Groups["name"].Value,
                    (IReadOnlyList<string>)[.. Matcher().Matches(match.Groups["matchers"].Value).Select(one => one.Groups[1].Value)])),
        ];
    }

    /// <summary>The metrics it reads, each with the labels that it is matched by.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Labels)> Metrics { get; }

    /// <summary>The labels that results are grouped, joined or matched by.</summary>
    public IReadOnlyList<string> Grouped { get; }

    /// <summary>The labels that <c>label_replace</c> and <c>label_join</c> make for a node graph.</summary>
    public IReadOnlyList<string> Made { get; }

    /// <summary>Reads a query.</summary>
    public static PromQl Of(string expression) => new(expression);

    /// <summary>The query as any sensible person would write it: one space, grouped labels in order, no variables.</summary>
    public static string Normal(string expression)
    {
        var text = VariableMatcher().Replace(expression, "");
        text = text.Replace("{}", "", StringComparison.Ordinal);
        text = Grouping().Replace(text, match => $"by({string.Join(',', Labels(match.Groups[1].Value).Order())})");
        return Spaces().Replace(text, "");
    }

    /// <summary>The names of the metrics that an expression reads.</summary>
    public static IReadOnlySet<string> MetricNames(string expression) => Of(expression).Metrics.Select(metric => metric.Name).ToHashSet();

    /// <summary>The ranges and subqueries of an expression, as written between the brackets.</summary>
    public static IEnumerable<string> RangesOf(string expression) =>
        Range().Matches(AnyString().Replace(expression, "")).Select(match => match.Groups[1].Value);

    /// <summary>A query of a board as Grafana sends it, with <paramref name="choice"/> made for each of the board's variables.</summary>
    public static string Filled(string expression, Func<string, string> choice) => Variable().Replace(
        expression
            .Replace("$__rate_interval", "20s", StringComparison.Ordinal)
            .Replace("$__range", "30m", StringComparison.Ordinal)
            .Replace("$budget", "5000", StringComparison.Ordinal),
        match => choice(match.Groups[1].Value));

    private static string[] Labels(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    // Strings inside braces belong to matchers; every other one is an argument.
    private static string WithoutOtherStrings(string text) =>
        ArgumentString().Replace(text, match => match.Groups["braces"].Success ? match.Value : "\"\"");

    [GeneratedRegex("""(?<=[,\s])"(id|title|source|target|advice|subject|error)"\s*,""")]
    private static partial Regex MadeLabel();

    [GeneratedRegex(@"#[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^()]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\[[^\]]*\]|\boffset\s+\w+")]
    private static partial Regex Window();

    [GeneratedRegex(@"\[([^\]]*)\]")]
    private static partial Regex Range();

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex AnyString();

    [GeneratedRegex(@"(?<![\w:.$])(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?![a-zA-Z0-9_:(])(?!\s*\()(?:\s*\{(?<matchers>[^{}]*)\})?")]
    private static partial Regex Selector();

    [GeneratedRegex("""(\w+)\s*(?:=~|!~|!=|=)\s*"(?:[^"\\]|\\.)*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Matcher();

    [GeneratedRegex("""(?<braces>\{[^{}]*\})|"(?:[^"\\]|\\.)*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex ArgumentString();

    // Of a board; $1 is part of a replacement.
    [GeneratedRegex(@"\$([a-z]\w*)")]
    private static partial Regex Variable();

    [GeneratedRegex("""\w+=~"\$\w+"\s*,?\s*""")]
    private static partial Regex VariableMatcher();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
