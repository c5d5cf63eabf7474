using Observatory.Traces.Model;
using Observatory.Traces.Query;

namespace Observatory.Jaeger;

/// <summary>
/// Reads the parameters of <c>/api/v3</c>. Each name may also be written as in the .proto file: <c>query.service_name</c>.
/// </summary>
internal sealed class JaegerV3Query(IQueryCollection query)
{
    private const int DefaultDepth = 100;

    /// <summary>A parameter's text; null when it is absent or empty.</summary>
    public string? Text(string name) => JaegerQueryParser.Text(query, name) ?? JaegerQueryParser.Text(query, OriginalName(name));

    /// <summary>Reads a trace id.</summary>
    /// <exception cref="JaegerRequestException">It is none.</exception>
    public static UInt128 TraceId(string? text) =>
        TraceIds.TryParseTrace(text, out var id) ? id : throw Malformed("trace_id", "no trace id of 1 to 32 hexadecimal digits");

    /// <summary>The kind asked for, if any.</summary>
    /// <exception cref="JaegerRequestException">It is none.</exception>
    public SpanKind? SpanKind() => Text("spanKind") is not { } text ? null
        : SpanKinds.TryParse(text, out var kind) ? kind : throw Malformed("span_kind", "no span kind");

    /// <summary>Reads what to search for. The times must be there, the service need not.</summary>
    /// <exception cref="JaegerRequestException">A parameter is missing or can't be used.</exception>
    public TraceQuery Search()
    {
        if (Time("query.startTimeMin") is not { } from || Time("query.startTimeMax") is not { } to)
        {
            throw new JaegerRequestException(StatusCodes.Status400BadRequest, "query.startTimeMin and query.startTimeMax are required");
        }

        var (min, max) = (Duration("query.durationMin"), Duration("query.durationMax"));
        if (min > max)
        {
            throw new JaegerRequestException(StatusCodes.Status400BadRequest, "query.durationMax should be greater than query.durationMin");
        }

        return new()
        {
            Service = Text("query.serviceName"),
            Operation = Text("query.operationName"),
            Tags = Attributes(),
            MinDurationNanos = min ?? 0,
            MaxDurationNanos = max ?? ulong.MaxValue,
            FromNanos = from,
            ToNanos = to,
            Limit = Depth(),
        };
    }

    private static JaegerRequestException Malformed(string name, string why) =>
        new(StatusCodes.Status400BadRequest, $"malformed parameter {name}: {why}");

    private static string OriginalName(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    private int Depth()
    {
        var text = Text("query.searchDepth") ?? Text("query.numTraces");
        return text is null ? DefaultDepth
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var depth) && depth is > 0 and <= TraceQuery.MaxLimit ? depth
            : throw Malformed("query.searchDepth", $"no number from 1 to {TraceQuery.MaxLimit}");
    }

    private ulong? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (!text.Contains('T', StringComparison.OrdinalIgnoreCase)
            || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            throw Malformed(name, "no time such as 2026-11-01T12:00:00Z");
        }

        return (ulong)(Int128)Math.Clamp((decimal)(time - DateTimeOffset.UnixEpoch).Ticks * 100, 0, long.MaxValue);
    }

    private ulong? Duration(string name) => Text(name) is not { } text ? null
        : GoDuration.TryParse(text, out var nanos) ? nanos : throw Malformed(name, "no duration such as 1.5s or 200ms");

    private List<KeyValuePair<string, string>> Attributes()
    {
        if (Text("query.attributes") is not { } text)
        {
            return [];
        }

        try
        {
            var tags = TagText.ParseObject(text, "no JSON object of tags");
            return tags.Count <= TraceQuery.MaxTags ? tags : throw Malformed("query.attributes", $"more than {TraceQuery.MaxTags}");
        }
        catch (FormatException e)
        {
            throw Malformed("query.attributes", e.Message);
        }
    }
}
