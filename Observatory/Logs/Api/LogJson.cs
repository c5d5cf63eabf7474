using Observatory.Logs.Model;

namespace Observatory.Logs.Api;

/// <summary>
/// Writes log records as JSON. Everything that came from a sender goes through the writer's escaping, markup characters included.
/// </summary>
internal static class LogJson
{
    /// <summary>Writes one record as an object.</summary>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> bytes)
    {
        var record = new LogRecord(bytes);
        json.WriteStartObject();
        json.WriteString("time"u8, Time(record.TimeUnixNano));
        json.WriteString("timeUnixNano"u8, record.TimeUnixNano.ToString(CultureInfo.InvariantCulture));
        json.WriteString("level"u8, LogLevels.Name(record.Severity));
        json.WriteNumber("severity"u8, record.Severity);
        Optional(json, "severityText"u8, record.SeverityText);
        json.WriteString("service"u8, record.Service);
        Optional(json, "instance"u8, record.Instance);
        Optional(json, "scope"u8, record.Scope);
        Optional(json, "event"u8, record.EventName);
        Id(json, "traceId"u8, record.TraceId);
        Id(json, "spanId"u8, record.SpanId);
        json.WriteString("body"u8, record.Body);
        json.WriteStartObject("attributes"u8);
        var attributes = new LogFieldReader(record.Attributes);
        while (attributes.Rest.Length > 0)
        {
            var key = attributes.Next();
            json.WriteString(key, attributes.Next());
        }

        json.WriteEndObject();
        if (record.Truncated)
        {
            json.WriteBoolean("truncated"u8, true);
        }

        json.WriteEndObject();
    }

    private static void Optional(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }

    private static void Id(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> id)
    {
        if (id.ContainsAnyExcept((byte)0))
        {
            json.WriteString(name, Convert.ToHexStringLower(id));
        }
    }

    private static string Time(ulong unixNano)
    {
        // What a sender claims may lie beyond what a DateTime can say.
        var ticks = Math.Min(unixNano / 100, (ulong)(DateTime.MaxValue - DateTime.UnixEpoch).Ticks);
        return DateTime.UnixEpoch.AddTicks((long)ticks).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);
    }
}
