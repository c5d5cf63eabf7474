using Observatory.Html;
using Observatory.Search;
using Observatory.Traces.Query;
using Observatory.Views;

namespace Observatory.Web.Tracing;

/// <summary>
/// What a page was asked for: one text (<c>q</c>), a time range, an order and how many. The parameters of Jaeger's own page are understood as well:
/// what they ask for becomes a part of the text.
/// </summary>
internal sealed record SearchRequest
{
    private const int DefaultLimit = 100;
    private const int MaxText = 80;

    /// <summary>The orders of what is found, the first unless asked for otherwise.</summary>
    public static readonly (string Value, string Name, string Words, TraceOrder Order)[] Orders =
    [
        ("newest", "newest", "newest", TraceOrder.Newest),
        ("longest", "longest", "longest", TraceOrder.Longest),
        ("spans", "most spans", "largest", TraceOrder.Spans),
        ("errors", "most errors", "most failing", TraceOrder.Errors),
    ];

    /// <summary>Its parameters.</summary>
    public required IQueryCollection Parameters { get; init; }

    /// <summary>Its time range.</summary>
    public required PageRange Range { get; init; }

    /// <summary>What to search for, as text.</summary>
    public required string Text { get; init; }

    /// <summary>What to search for.</summary>
    public required SearchExpression Expression { get; init; }

    /// <summary>How to order what is found; one of <see cref="Orders"/>.</summary>
    public required string Order { get; init; }

    /// <summary>How many traces to find.</summary>
    public required int Limit { get; init; }

    /// <summary>By what to group what is found; empty for a list of traces.</summary>
    public required string Group { get; init; }

    /// <summary>The search.</summary>
    public SearchQuery Query => new(
        Expression, Array.Find(Orders, o => o.Value == Order).Order, Range.FromNanos, Range.IsOpen ? ulong.MaxValue : Range.ToNanos, Limit);

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="FormatException">One can't be used; the message names it.</exception>
    public static SearchRequest Read(IQueryCollection parameters, DateTimeOffset now)
    {
        var range = PageRange.Read(parameters, "all", now);
        var order = parameters["sort"].ToString() is { Length: > 0 } sort ? sort : Orders[0].Value;
        if (!Array.Exists(Orders, o => o.Value == order))
        {
            throw new FormatException($"sort is one of {string.Join(", ", Orders.Select(o => o.Value))}");
        }

        var limit = ReadLimit(parameters["limit"].ToString());
        var text = string.Join(' ', ((string[])[parameters["q"].ToString().Trim(), SearchFields.ToText(parameters)]).Where(t => t.Length > 0));
        return new()
        {
            Parameters = parameters,
            Range = range,
            Order = order,
            Limit = limit,
            Text = text,
            Expression = SearchText.Parse(text),
            Group = parameters["group"].ToString().Trim() is { Length: <= MaxText } group
                ? group
                : throw new FormatException($"group: a key has at most {MaxText} characters"),
        };
    }

    /// <summary>An address that asks for the same, with the text in one parameter and some of the others changed.</summary>
    public string With(string path, params (string Name, string? Value)[] changes) =>
        PageLink.With(path, Parameters, [.. SearchFields.Names.Select(n => (n, (string?)null)), ("q", Text), .. changes]);

    private static int ReadLimit(string text) =>
        text.Length == 0 ? DefaultLimit
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= TraceQuery.MaxLimit ? limit
        : throw new FormatException($"limit: '{Display.Cut(text, MaxText)}' is no number from 1 to {TraceQuery.MaxLimit}");
}
