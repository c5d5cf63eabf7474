using System.Text.RegularExpressions;

namespace Tta.Rules.Tests;

/// <summary>Reads metric names out of PromQL, as far as these rules and documents use it.</summary>
internal static partial class PromQl
{
    private static readonly HashSet<string> Words = ["and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring", "group_left", "group_right"];

    /// <summary>The metrics an expression reads, selectors by plain name only.</summary>
    public static IReadOnlySet<string> MetricNames(string expression)
    {
        var rest = Quoted().Replace(expression, "");
        rest = Braces().Replace(rest, "");
        rest = Ranges().Replace(rest, "");
        rest = LabelLists().Replace(rest, " ");
        return Identifiers().Matches(rest).Select(m => m.Value).Where(name => !Words.Contains(name)).ToHashSet();
    }

    /// <summary>The ranges and subqueries of an expression, as written between the brackets.</summary>
    public static IEnumerable<string> RangesOf(string expression)
        => Ranges().Matches(Quoted().Replace(expression, "")).Select(m => m.Value.Trim('[', ']'));

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"|'(\\\\.|[^'\\\\])*'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Ranges();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex LabelLists();

    // Not a function (followed by a parenthesis, perhaps after a label list that is gone by now) and not the exponent of a number.
    [GeneratedRegex(@"(?<![\w:.])[a-zA-Z_:][\w:]*(?![\w:]|\s*\()")]
    private static partial Regex Identifiers();
}
