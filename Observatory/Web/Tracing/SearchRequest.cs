using Microsoft.Extensions.Primitives;
using Observatory.Jaeger;
using Observatory.Traces.Query;
using Observatory.Views;

namespace Observatory.Web.Tracing;

/// <summary>What the search page was asked: Jaeger's parameters, and those of the page.</summary>
internal sealed record SearchRequest
{
    /// <summary>The orders of what was found, the first unless asked for otherwise.</summary>
    public static readonly (string Value, string Name)[] Orders = [("newest", "newest"), ("longest", "longest"), ("spans", "most spans"), ("errors", "most errors")];

    /// <summary>Its parameters.</summary>
    public required IQueryCollection Parameters { get; init; }

    /// <summary>Its time range.</summary>
    public required PageRange Range { get; init; }

    /// <summary>What to search for.</summary>
    public required TraceQuery Query { get; init; }

    /// <summary>How to order what was found.</summary>
    public required string Order { get; init; }

    /// <summary>Whether only traces with an error are wanted.</summary>
    public required bool OnlyErrors { get; init; }

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

        var onlyErrors = parameters["error"].ToString() is "true" or "on";
        var query = ReadQuery(parameters, now);
        return new()
        {
            Parameters = parameters,
            Range = range,
            Order = order,
            OnlyErrors = onlyErrors,
            Query = query with
            {
                FromNanos = range.FromNanos,
                ToNanos = range.IsOpen ? ulong.MaxValue : range.ToNanos,
                Tags = onlyErrors ? [.. query.Tags, new("error", "true")] : query.Tags,
            },
        };
    }

    private static TraceQuery ReadQuery(IQueryCollection parameters, DateTimeOffset now)
    {
        // Times are the page's to read; tags may be written by hand.
        var jaegers = parameters.Where(p => p.Key is not ("start" or "end" or "lookback" or "tags")).ToDictionary(p => p.Key, p => p.Value);
        List<KeyValuePair<string, string>> tags = [];
        if (parameters["tags"].ToString() is { Length: > 0 } text)
        {
            if (text.TrimStart().StartsWith('{'))
            {
                jaegers["tags"] = new StringValues(text);
            }
            else
            {
                tags = TagText.Parse(text);
            }
        }

        try
        {
            var query = JaegerQueryParser.SearchAnyService(new QueryCollection(jaegers), now);
            return query.Tags.Count + tags.Count <= JaegerQueryParser.MaxTags
                ? query with { Tags = [.. query.Tags, .. tags] }
                : throw new FormatException($"more than {JaegerQueryParser.MaxTags} tags");
        }
        catch (JaegerRequestException e)
        {
            throw new FormatException(e.Message, e);
        }
    }
}
