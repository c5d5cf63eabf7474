using Observatory.Html;
using Observatory.Search;
using Observatory.Traces.Model;
using Observatory.Traces.Query;

namespace Observatory.Web.Tracing;

/// <summary>
/// The fields of Jaeger's own search, and a few more of that kind. They are there to be filled in by who does not know the text of a search; what they
/// ask for is written into it. Together they ask it of one span, as Jaeger does.
/// </summary>
internal static class SearchFields
{
    private const int MaxText = 80;

    /// <summary>Their names.</summary>
    public static readonly string[] Names = ["service", "operation", "tags", "tag", "minDuration", "maxDuration", "error", "outcome"];

    /// <summary>What they ask for, as a search is written; empty when nothing.</summary>
    /// <exception cref="FormatException">One can't be used; the message names it.</exception>
    public static string ToText(IQueryCollection parameters)
    {
        string? Text(string name) => parameters[name].ToString() is { Length: > 0 } text ? text : null;
        var span = new List<string>();
        if (Text("service") is { } service)
        {
            span.Add($"service={SearchText.Quote(service)}");
        }

        if (Text("operation") is { } operation && operation != "all")
        {
            span.Add($"name={SearchText.Quote(operation)}");
        }

        span.AddRange(Tags(parameters).Select(t => $"{SearchText.QuoteKey(t.Key)}={SearchText.Quote(t.Value)}"));
        var hasDurations = AddDurations(span, Text("minDuration"), Text("maxDuration"));
        var trace = new List<string>();
        if (Text("error") is "true" or "on")
        {
            trace.Add("errors>0");
        }

        if (Text("outcome") is { } outcome)
        {
            trace.Add(outcome == "errors" ? "errors>0" : $"status={SearchText.Quote(outcome)}");
        }

        // Outside of braces a duration is the trace's.
        return string.Join(' ', [.. span.Count == 0 ? [] : span.Count > 1 || hasDurations ? [$"{{{string.Join(' ', span)}}}"] : span, .. trace]);
    }

    private static List<KeyValuePair<string, string>> Tags(IQueryCollection parameters)
    {
        // A form sends the fields left empty as well.
        var single = parameters["tag"].Where(t => !string.IsNullOrEmpty(t)).Select(t => TagText.ParsePair(t!, "tag is not key:value"));
        List<KeyValuePair<string, string>> tags = [.. single, .. TagText.Parse(parameters["tags"].ToString())];
        return tags.Count > TraceQuery.MaxTags ? throw new FormatException($"more than {TraceQuery.MaxTags} tags")
            : tags.Exists(t => t.Key.Length == 0) ? throw new FormatException("tags: one has no key")
            : tags;
    }

    private static bool AddDurations(List<string> span, string? shortest, string? longest)
    {
        var (from, to) = (Duration("minDuration", shortest), Duration("maxDuration", longest));
        if (from > to)
        {
            throw new FormatException("maxDuration is less than minDuration");
        }

        if (from is not null)
        {
            span.Add($"duration>={SearchText.Quote(shortest!.Trim())}");
        }

        if (to is not null)
        {
            span.Add($"duration<={SearchText.Quote(longest!.Trim())}");
        }

        return from is not null || to is not null;
    }

    private static ulong? Duration(string name, string? text) =>
        text is null ? null
        : GoDuration.TryParse(text, out var nanos) ? nanos
        : throw new FormatException($"{name}: '{Display.Cut(text, MaxText)}' is no duration such as 1.5s or 200ms");
}
