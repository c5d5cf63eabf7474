using System.Diagnostics;
using Observatory.Html;
using Observatory.Ingest.Json;
using Observatory.Ingest.Requests;

namespace Observatory.Mcp.Calls;

/// <summary>Writes a span of .NET's as an OTLP export request.</summary>
internal static class SpanRequest
{
    private const int MaxBytes = 256 * 1024;
    private const int MaxText = 500;
    private const int ErrorCode = 2;

    /// <summary>Writes it as the root of a trace, with a link to the span that caused it.</summary>
    public static byte[] Of(Activity activity, ReadOnlySpan<byte> trace, string service)
    {
        using var buffer = new PooledBuffer(new InFlightBudget(MaxBytes), MaxBytes);
        var writer = new ProtobufWriter(buffer);
        var resourceSpans = writer.Begin(1);
        var resource = writer.Begin(1);
        Attribute(writer, 1, "service.name", service);
        writer.End(resource);
        var scopeSpans = writer.Begin(2);
        var scope = writer.Begin(1);
        Text(writer, 1, activity.Source.Name);
        Text(writer, 2, activity.Source.Version ?? "");
        writer.End(scope);
        var span = writer.Begin(2);
        Span(writer, activity, trace);
        writer.End(span);
        writer.End(scopeSpans);
        writer.End(resourceSpans);
        return buffer.Written.ToArray();
    }

    private static void Span(ProtobufWriter writer, Activity activity, ReadOnlySpan<byte> trace)
    {
        var start = (ulong)(activity.StartTimeUtc - DateTime.UnixEpoch).Ticks * 100;
        Bytes(writer, 1, trace);
        Bytes(writer, 2, Convert.FromHexString(activity.SpanId.ToHexString()));
        Text(writer, 5, activity.DisplayName);
        // .NET counts the kinds from 0 for internal, OTLP from 1.
        writer.Varint(6, (ulong)activity.Kind + 1);
        writer.Fixed64(7, start);
        writer.Fixed64(8, start + ((ulong)activity.Duration.Ticks * 100));
        foreach (var (key, value) in activity.TagObjects)
        {
            if (value is not null)
            {
                Attribute(writer, 9, key, Convert.ToString(value, CultureInfo.InvariantCulture)!);
            }
        }

        if (activity.ParentSpanId != default)
        {
            var link = writer.Begin(13);
            Bytes(writer, 1, Convert.FromHexString(activity.TraceId.ToHexString()));
            Bytes(writer, 2, Convert.FromHexString(activity.ParentSpanId.ToHexString()));
            writer.End(link);
        }

        if (activity.Status == ActivityStatusCode.Error)
        {
            var status = writer.Begin(15);
            Text(writer, 2, activity.StatusDescription ?? "");
            writer.Varint(3, ErrorCode);
            writer.End(status);
        }
    }

    private static void Attribute(ProtobufWriter writer, int field, string key, string value)
    {
        var attribute = writer.Begin(field);
        Text(writer, 1, key);
        var any = writer.Begin(2);
        Text(writer, 1, value);
        writer.End(any);
        writer.End(attribute);
    }

    private static void Text(ProtobufWriter writer, int field, string text) =>
        Bytes(writer, field, Encoding.UTF8.GetBytes(Display.Cut(text, MaxText)));

    private static void Bytes(ProtobufWriter writer, int field, ReadOnlySpan<byte> bytes)
    {
        var begin = writer.Begin(field);
        writer.Append(bytes);
        writer.End(begin);
    }
}
