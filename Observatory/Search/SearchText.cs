using Observatory.Traces.Query;

namespace Observatory.Search;

/// <summary>
/// A search as people write it: <c>workflow.name=translation llm.cost_usd&gt;0.01 duration&gt;300ms status=failed {service=api name=~"^GET"}</c>.
/// What can't be read is an error that says where; nothing is ever taken for something else.
/// </summary>
internal static class SearchText
{
    /// <summary>Characters of a search at most.</summary>
    public const int MaxLength = 4000;

    /// <summary>Conditions of a search at most.</summary>
    public const int MaxConditions = 40;

    /// <summary>The names that are not attributes'.</summary>
    private static readonly string[] Reserved = ["duration", "spans", "errors", "status", "service", "caller", "name", "kind"];

    /// <summary>Reads a search.</summary>
    /// <exception cref="FormatException">It is none; the message says where and why.</exception>
    public static SearchExpression Parse(string text)
    {
        if (text.Length > MaxLength)
        {
            throw new FormatException($"search: longer than {MaxLength} characters");
        }

        var tokens = new SearchTokens(text);
        var (spans, traces, count) = (new List<SpanFilter>(), new List<TraceCondition>(), 0);
        while (tokens.MoveNext())
        {
            PassAnd(tokens, spans.Count + traces.Count > 0);
            var start = tokens.At;
            if (TryTakeBrace(tokens, out var isRoot))
            {
                spans.Add(ReadFilter(tokens, isRoot, start, ref count));
                continue;
            }

            var (name, comparison, value) = ReadCondition(tokens, start, ref count);
            if (TraceFacts.Read(start, name, comparison, value) is { } ofTrace)
            {
                traces.Add(ofTrace);
            }
            else
            {
                spans.Add(SpanFacts.Add(SpanFilter.Any, start, name, comparison, value));
            }
        }

        return new(spans, traces);
    }

    /// <summary>A value as it must be written to be read as one.</summary>
    public static string Quote(string value) => SearchTokens.MustBeQuoted(value) ? InQuotes(value) : value;

    /// <summary>An attribute's key as it must be written to be read as one.</summary>
    public static string QuoteKey(string key) =>
        SearchTokens.MustBeQuoted(key) || key.AsSpan().ContainsAny("!~|&") || key[0] == '.' ? InQuotes(key)
        : Array.IndexOf(Reserved, key) >= 0 ? "." + key
        : key;

    private static string InQuotes(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static SpanFilter ReadFilter(SearchTokens tokens, bool isRoot, int start, ref int count)
    {
        var filter = new SpanFilter { IsRoot = isRoot };
        var isFirst = true;
        while (tokens.MoveNext())
        {
            if (tokens.TryTake("}"))
            {
                return filter;
            }

            PassAnd(tokens, !isFirst);
            var at = tokens.At;
            var (name, comparison, value) = ReadCondition(tokens, at, ref count);
            filter = SpanFacts.Add(filter, at, name, comparison, value);
            isFirst = false;
        }

        throw SearchTokens.Unreadable(start, "a brace is not closed");
    }

    private static (string Name, Comparison Comparison, string Value) ReadCondition(SearchTokens tokens, int start, ref int count)
    {
        if (++count > MaxConditions)
        {
            throw SearchTokens.Unreadable(start, $"more than {MaxConditions} conditions");
        }

        var name = tokens.TakeName();
        var comparison = tokens.TakeComparison(name);
        return (name, comparison, tokens.TakeValue());
    }

    private static bool TryTakeBrace(SearchTokens tokens, out bool isRoot)
    {
        isRoot = tokens.TryTake("root{");
        return isRoot || tokens.TryTake("{");
    }

    /// <summary>Passes over an "and", which is meant anyway, and refuses an "or".</summary>
    private static void PassAnd(SearchTokens tokens, bool isBetween)
    {
        var at = tokens.At;
        if (tokens.TryTake("||"))
        {
            throw SearchTokens.Unreadable(at, "there is no 'or'; one of several values is =~ \"a|b\"");
        }

        if (tokens.TryTake("&&") && !(isBetween & tokens.MoveNext()))
        {
            throw SearchTokens.Unreadable(at, "&& stands between two conditions");
        }
    }
}
