using Observatory.Html;
using Observatory.Logs.Model;
using Observatory.Mcp.Answers;

namespace Observatory.Mcp.Tools;

/// <summary>A log record in one line.</summary>
internal sealed record LogLine(string Time, string Level, string Service, string? Event, string Body, string? RunId, string? SpanId)
{
    private const int MaxBody = 400;

    /// <summary>The line of a stored record.</summary>
    public static LogLine Of(ReadOnlySpan<byte> bytes)
    {
        var record = new LogRecord(bytes);
        return new(
            Display.Iso(record.TimeUnixNano),
            LogLevels.Name(record.Severity),
            DataText.Clean(Encoding.UTF8.GetString(record.Service))!,
            record.EventName.IsEmpty ? null : DataText.Clean(Encoding.UTF8.GetString(record.EventName)),
            DataText.Clean(Encoding.UTF8.GetString(record.Body), MaxBody)!,
            Id(record.TraceId),
            Id(record.SpanId));
    }

    private static string? Id(ReadOnlySpan<byte> id) => id.ContainsAnyExcept((byte)0) ? Convert.ToHexStringLower(id) : null;
}
