using Observatory.Html;
using Observatory.Logs.Model;
using Observatory.Logs.Store;

namespace Observatory.Views.Logging;

/// <summary>Log records as rows that open to what else they say.</summary>
internal static class LogRows
{
    // With this much in the page, rows come without their details.
    private const int MaxCharacters = 4_000_000;
    private const int MaxLine = 400;

    private static readonly string[] LevelClasses = ["unspecified", "trace", "debug", "info", "warn", "error", "fatal"];

    /// <summary>The class of a severity's level.</summary>
    public static string LevelClass(int level) => LevelClasses[level];

    /// <summary>Adds the rows.</summary>
    /// <param name="page">The page.</param>
    /// <param name="records">The records.</param>
    /// <param name="isOfOneTrace">Whether the page is the trace's own, so that spans are on it.</param>
    public static async ValueTask AddAsync(HtmlWriter page, IEnumerable<byte[]> records, bool isOfOneTrace = false)
    {
        page.Add($"<div class=\"log card\">");
        foreach (var record in records)
        {
            Add(page, new(record), isOfOneTrace);
            await page.FlushAsync().ConfigureAwait(false);
        }

        page.Add($"</div>");
    }

    private static void Add(HtmlWriter page, LogRecord record, bool isOfOneTrace)
    {
        var body = Encoding.UTF8.GetString(record.Body);
        var level = LogVolume.LevelOf(record.Severity);
        var line = body.AsSpan(0, Math.Min(body.Length, MaxLine));
        var end = line.IndexOfAny('\r', '\n');
        page.Add($"<details class=\"record {LevelClass(level)}\"><summary><time datetime=\"{Display.Iso(record.TimeUnixNano)}\">{Display.TimeOfDay(record.TimeUnixNano)}</time>");
        page.Add($"<span class=\"level\">{LogLevels.Name(record.Severity)}</span><span class=\"service\">{Encoding.UTF8.GetString(record.Service)}</span>");
        page.Add($"<span class=\"message\">{(end < 0 ? line : line[..end]).ToString()}</span></summary>");
        if (page.Length < MaxCharacters)
        {
            AddDetails(page, record, body, isOfOneTrace);
        }

        page.Add($"</details>\n");
    }

    private static void AddDetails(HtmlWriter page, LogRecord record, string body, bool isOfOneTrace)
    {
        page.Add($"<div class=\"about\"><pre class=\"body\" tabindex=\"0\">{body}</pre>");
        if (record.Truncated)
        {
            page.Add($"<p class=\"muted\">Something of this record was too long or too much, and is not kept.</p>");
        }

        var (pairs, exception) = ReadAttributes(record);
        if (exception.Length > 0)
        {
            page.Add($"<pre class=\"error\" tabindex=\"0\">{exception}</pre>");
        }

        AddTrace(page, record, isOfOneTrace);
        page.Add($"<table class=\"pairs\"><tbody>");
        AddPair(page, "time", Display.Time(record.TimeUnixNano));
        AddPair(page, "level", Encoding.UTF8.GetString(record.SeverityText));
        AddPair(page, "scope", Encoding.UTF8.GetString(record.Scope));
        AddPair(page, "event", Encoding.UTF8.GetString(record.EventName));
        AddPair(page, "instance", Encoding.UTF8.GetString(record.Instance));
        foreach (var (key, value) in pairs)
        {
            AddPair(page, key, value);
        }

        page.Add($"</tbody></table></div>");
    }

    private static void AddTrace(HtmlWriter page, LogRecord record, bool isOfOneTrace)
    {
        if (!record.TraceId.ContainsAnyExcept((byte)0))
        {
            return;
        }

        var (trace, span) = (Convert.ToHexStringLower(record.TraceId), Convert.ToHexStringLower(record.SpanId));
        if (isOfOneTrace)
        {
            page.Add($"<p><a href=\"#span-{span}\">Its span</a></p>");
        }
        else
        {
            page.Add($"<p class=\"links\"><a href=\"/trace/{trace}#span-{span}\">Trace {trace}</a> <a href=\"/logs?trace={trace}\">Log of this trace</a></p>");
        }
    }

    private static (List<(string Key, string Value)> Pairs, string Exception) ReadAttributes(LogRecord record)
    {
        var pairs = new List<(string, string)>();
        var (type, message, stack) = ("", "", "");
        var attributes = new LogFieldReader(record.Attributes);
        while (attributes.Rest.Length > 0)
        {
            var (key, value) = (Encoding.UTF8.GetString(attributes.Next()), Encoding.UTF8.GetString(attributes.Next()));
            switch (key)
            {
                case "exception.type":
                    type = value;
                    break;
                case "exception.message":
                    message = value;
                    break;
                case "exception.stacktrace":
                    stack = value;
                    break;
                default:
                    pairs.Add((key, value));
                    break;
            }
        }

        // A stack trace begins with the other two as a rule.
        return (pairs, stack.Length > 0 ? stack : string.Join(": ", ((string[])[type, message]).Where(t => t.Length > 0)));
    }

    private static void AddPair(HtmlWriter page, string key, string value)
    {
        if (value.Length > 0)
        {
            page.Add($"<tr><th scope=\"row\">{key}</th><td>{value}</td></tr>");
        }
    }
}
