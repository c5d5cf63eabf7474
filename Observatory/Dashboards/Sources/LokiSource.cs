using System.Text.RegularExpressions;
using Observatory.Dashboards.Data;
using Observatory.Dashboards.Times;
using Observatory.Logs.Model;
using Observatory.Logs.Store;

namespace Observatory.Dashboards.Sources;

/// <summary>Answers queries to Loki from the log kept here.</summary>
internal sealed class LokiSource(LogStore store)
{
    private const int MaxLines = 1000;
    private static readonly string[] Levels = ["trace", "debug", "info", "warn", "error", "fatal"];

    /// <summary>Finds lines, the newest first.</summary>
    /// <exception cref="FormatException">The query is not understood.</exception>
    public IReadOnlyList<byte[]> Search(string expression, int limit, DashboardTime time, CancellationToken cancellation)
    {
        var query = LogQl.Parse(expression);
        var lowest = query.Labels.Where(c => c.Name is "detected_level" or "level").Select(c => Array.FindIndex(Levels, c.Holds)).DefaultIfEmpty(0).Max();
        try
        {
            var found = store.Search(
                new()
                {
                    StartUnixNano = time.FromNanos,
                    EndUnixNano = time.ToNanos,
                    Limit = Math.Clamp(limit, 1, MaxLines),
                    MinSeverity = lowest > 0 ? (lowest * 4) + 1 : 0,
                    Service = query.Labels.FirstOrDefault(c => c is { Name: "service_name" or "job", Operation: "=" })?.Value,
                    TraceId = TraceId(query),
                    Filter = record => Holds(query, record),
                },
                cancellation);
            return found.Records;
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new FormatException("LogQL: the pattern takes too long", e);
        }
    }

    private static byte[]? TraceId(LogQl query) =>
        query.Labels.FirstOrDefault(c => c is { Name: "trace_id", Operation: "=" })?.Value is { Length: 32 } id && id.All(char.IsAsciiHexDigit) ? Convert.FromHexString(id) : null;

    private static bool Holds(LogQl query, LogRecord record)
    {
        foreach (var condition in query.Labels)
        {
            if (!condition.Holds(Label(condition.Name, record)))
            {
                return false;
            }
        }

        if (query.Lines.Count > 0)
        {
            var line = Encoding.UTF8.GetString(record.Body);
            foreach (var condition in query.Lines)
            {
                if (!condition.Holds(line))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static string Label(string name, LogRecord record)
    {
        switch (name)
        {
            case "service_name" or "job":
                return Encoding.UTF8.GetString(record.Service);
            case "service_instance_id" or "instance":
                return Encoding.UTF8.GetString(record.Instance);
            case "detected_level" or "level":
                return LevelOf(record.Severity);
            case "trace_id":
                return Hex(record.TraceId);
            case "span_id":
                return Hex(record.SpanId);
            case "scope_name":
                return Encoding.UTF8.GetString(record.Scope);
            case "severity_text":
                return Encoding.UTF8.GetString(record.SeverityText);
            case "severity_number":
                return record.Severity.ToString(CultureInfo.InvariantCulture);
        }

        var attributes = new LogFieldReader(record.Attributes);
        while (attributes.Rest.Length > 0)
        {
            var key = LabelName(Encoding.UTF8.GetString(attributes.Next()));
            var value = attributes.Next();
            if (key == name)
            {
                return Encoding.UTF8.GetString(value);
            }
        }

        return "";
    }

    /// <summary>The lines as a table.</summary>
    public static Frame Table(string refId, IReadOnlyList<byte[]> records)
    {
        string?[] Texts(string label) => [.. records.Select(r => Label(label, new(r)))];
        return new(refId,
        [
            Field.OfNumbers("Time", records.Select(r => new LogRecord(r).TimeUnixNano / 1e6), FieldKind.Time),
            Field.OfTexts("Line", records.Select(r => Encoding.UTF8.GetString(new LogRecord(r).Body))),
            .. ((string[])["service_name", "detected_level", "trace_id"]).Select(l => Field.OfTexts(l, Texts(l))),
        ]);
    }

    // As Loki names and spells what comes by OTLP.
    private static string LevelOf(int severity) => severity == 0 ? "unknown" : LogLevels.Name(severity).ToLowerInvariant();

    private static string LabelName(string key) => string.Create(key.Length, key, static (name, key) =>
    {
        for (var i = 0; i < name.Length; i++)
        {
            name[i] = char.IsAsciiLetterOrDigit(key[i]) ? key[i] : '_';
        }
    });

    private static string Hex(ReadOnlySpan<byte> id) => id.IndexOfAnyExcept((byte)0) < 0 ? "" : Convert.ToHexStringLower(id);
}
