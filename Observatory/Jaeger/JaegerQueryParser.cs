using Observatory.Traces.Model;
using Observatory.Traces.Query;

namespace Observatory.Jaeger;

/// <summary>Reads the parameters of the Jaeger API.</summary>
internal static class JaegerQueryParser
{
    private const int DefaultLimit = 100;
    private const ulong Micro = 1_000;

    /// <summary>Reads the parameters of <c>/api/traces</c>.</summary>
    /// <exception cref="JaegerRequestException">One is not usable.</exception>
    public static TraceQuery Search(IQueryCollection query, DateTimeOffset now)
    {
        var service = Text(query, "service") ?? throw Invalid("parameter 'service' is required");
        var minDuration = Duration(query, "minDuration");
        var maxDuration = Duration(query, "maxDuration");
        if (minDuration > maxDuration)
        {
            throw Invalid("'maxDuration' should be greater than 'minDuration'");
        }

        var from = Time(query, "start");
        if (from is null && Text(query, "lookback") is { } lookback && lookback != "custom")
        {
            var back = GoDuration.TryParse(lookback, out var nanos) ? nanos : throw JaegerRequestException.Parameter("lookback", $"'{lookback}' is no duration");
            var nowNanos = (ulong)now.ToUnixTimeMilliseconds() * Micro * Micro;
            from = nowNanos - Math.Min(nowNanos, back);
        }

        return new()
        {
            Service = service,
            Operation = Text(query, "operation") is { } operation && operation != "all" ? operation : null,
            Tags = Tags(query),
            MinDurationNanos = minDuration ?? 0,
            MaxDurationNanos = maxDuration ?? ulong.MaxValue,
            FromNanos = from ?? 0,
            ToNanos = Time(query, "end") ?? ulong.MaxValue,
            Limit = Limit(query),
        };
    }

    /// <summary>Reads the repeated parameter <c>traceID</c>.</summary>
    /// <exception cref="JaegerRequestException">One is none, or there are too many.</exception>
    public static List<UInt128> RequestedTraces(IQueryCollection query)
    {
        var ids = query["traceID"];
        return ids.Count <= TraceQuery.MaxLimit
            ? ids.Select(i => TraceId(i, "traceID")).Distinct().ToList()
            : throw JaegerRequestException.Parameter("traceID", $"more than {TraceQuery.MaxLimit} ids");
    }

    /// <summary>Reads a trace id.</summary>
    /// <exception cref="JaegerRequestException">It is none.</exception>
    public static UInt128 TraceId(string? text, string parameter) =>
        TraceIds.TryParseTrace(text, out var id) ? id : throw JaegerRequestException.Parameter(parameter, $"'{Short(text)}' is no trace id of 1 to 32 hexadecimal digits");

    /// <summary>Reads <c>endTs</c> and <c>lookback</c> (milliseconds) of <c>/api/dependencies</c>.</summary>
    /// <exception cref="JaegerRequestException">One is not usable.</exception>
    public static (ulong FromNanos, ulong ToNanos) Window(IQueryCollection query, DateTimeOffset now)
    {
        const ulong milli = Micro * Micro;
        var end = Whole(query, "endTs", long.MaxValue / 1_000_000) ?? (ulong)now.ToUnixTimeMilliseconds();
        var lookback = Whole(query, "lookback", long.MaxValue / 1_000_000) ?? 86_400_000;
        return ((end - Math.Min(end, lookback)) * milli, end * milli);
    }

    /// <summary>A parameter's text; null when it is absent or empty.</summary>
    public static string? Text(IQueryCollection query, string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    private static int Limit(IQueryCollection query)
    {
        if (Text(query, "limit") is not { } text)
        {
            return DefaultLimit;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is > 0 and <= TraceQuery.MaxLimit
            ? limit
            : throw JaegerRequestException.Parameter("limit", $"'{Short(text)}' is no number from 1 to {TraceQuery.MaxLimit}");
    }

    private static ulong? Time(IQueryCollection query, string name) => Whole(query, name, long.MaxValue / 1_000) * Micro;

    private static ulong? Whole(IQueryCollection query, string name, long max)
    {
        if (Text(query, name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= max
            ? (ulong)number
            : throw JaegerRequestException.Parameter(name, $"'{Short(text)}' is no number of that unit");
    }

    private static ulong? Duration(IQueryCollection query, string name)
    {
        if (Text(query, name) is not { } text)
        {
            return null;
        }

        return GoDuration.TryParse(text, out var nanos) ? nanos : throw JaegerRequestException.Parameter(name, $"'{Short(text)}' is no duration such as 1.5s or 200ms");
    }

    private static List<KeyValuePair<string, string>> Tags(IQueryCollection query)
    {
        try
        {
            // A form sends the fields left empty as well.
            List<KeyValuePair<string, string>> tags =
            [
                .. query["tag"].Where(t => !string.IsNullOrEmpty(t))
                    .Select(t => TagText.ParsePair(t!, "malformed 'tag' parameter, expecting key:value, received")),
                .. query["tags"].Where(t => !string.IsNullOrEmpty(t))
                    .SelectMany(t => TagText.ParseObject(t!, "malformed 'tags' parameter, cannot unmarshal JSON")),
            ];
            return tags.Count <= TraceQuery.MaxTags ? tags : throw Invalid($"more than {TraceQuery.MaxTags} tags");
        }
        catch (FormatException e)
        {
            throw Invalid(e.Message);
        }
    }

    private static JaegerRequestException Invalid(string message) => new(StatusCodes.Status400BadRequest, message);

    private static string Short(string? text) => text is { Length: > 80 } ? text[..80] + "…" : text ?? "";
}
