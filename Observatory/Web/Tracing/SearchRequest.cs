using Observatory.Html;
using Observatory.Traces.Model;
using Observatory.Traces.Query;
using Observatory.Views;

namespace Observatory.Web.Tracing;

/// <summary>What the search page was asked, by the parameters of Jaeger's own page and a few more.</summary>
internal sealed record SearchRequest
{
    private const int DefaultLimit = 100;
    private const int MaxText = 80;

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
        var query = ReadQuery(parameters);
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

    private static TraceQuery ReadQuery(IQueryCollection parameters)
    {
        string? Text(string name) => parameters[name].ToString() is { Length: > 0 } text ? text : null;
        ulong? Duration(string name) => Text(name) is not { } text ? null
            : GoDuration.TryParse(text, out var nanos) ? nanos
            : throw new FormatException($"{name}: '{Display.Cut(text, MaxText)}' is no duration such as 1.5s or 200ms");
        var (shortest, longest) = (Duration("minDuration"), Duration("maxDuration"));
        if (shortest > longest)
        {
            throw new FormatException("maxDuration is less than minDuration");
        }

        // A form sends the fields left empty as well.
        var single = parameters["tag"].Where(t => !string.IsNullOrEmpty(t)).Select(t => TagText.ParsePair(t!, "tag is not key:value"));
        List<KeyValuePair<string, string>> tags = [.. single, .. TagText.Parse(Text("tags") ?? "")];
        return new()
        {
            Service = Text("service"),
            Operation = Text("operation") is { } operation && operation != "all" ? operation : null,
            Tags = tags.Count <= TraceQuery.MaxTags ? tags : throw new FormatException($"more than {TraceQuery.MaxTags} tags"),
            MinDurationNanos = shortest ?? 0,
            MaxDurationNanos = longest ?? ulong.MaxValue,
            Limit = Text("limit") is not { } text ? DefaultLimit
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                    && limit is > 0 and <= TraceQuery.MaxLimit ? limit
                : throw new FormatException($"limit: '{Display.Cut(text, MaxText)}' is no number from 1 to {TraceQuery.MaxLimit}"),
        };
    }
}
