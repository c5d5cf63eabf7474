using static Observatory.Otlp.Json.JsonFieldKind;

namespace Observatory.Otlp.Json;

/// <summary>
/// OTLP's messages as they look in JSON. Fields that Observatory has no use for are left out, as are those of newer versions.
/// </summary>
internal static class OtlpJsonSchema
{
    private static readonly JsonMessage AnyValue = new() { IsChoice = true };

    private static readonly JsonMessage KeyValue = new JsonMessage().With("key", 1, Text).With("value", 2, AnyValue);

    /// <summary>A resource.</summary>
    public static readonly JsonMessage Resource = new JsonMessage().WithList("attributes", 1, KeyValue).With("droppedAttributesCount", 2, Unsigned32);

    /// <summary>A scope.</summary>
    public static readonly JsonMessage Scope = new JsonMessage()
        .With("name", 1, Text).With("version", 2, Text).WithList("attributes", 3, KeyValue).With("droppedAttributesCount", 4, Unsigned32);

    /// <summary>A span.</summary>
    public static readonly JsonMessage Span = NewSpan();

    private static readonly JsonMessage Traces;
    private static readonly JsonMessage Metrics;
    private static readonly JsonMessage Logs;

    static OtlpJsonSchema()
    {
        // The one message that holds itself.
        AnyValue
            .With("stringValue", 1, Text).With("boolValue", 2, Flag).With("intValue", 3, Signed64).With("doubleValue", 4, Float64)
            .With("arrayValue", 5, new JsonMessage().WithList("values", 1, AnyValue))
            .With("kvlistValue", 6, new JsonMessage().WithList("values", 1, KeyValue))
            .With("bytesValue", 7, Base64Bytes);
        Traces = Request("resourceSpans", "scopeSpans", "spans", Span);
        Metrics = Request("resourceMetrics", "scopeMetrics", "metrics", Metric());
        Logs = Request("resourceLogs", "scopeLogs", "logRecords", LogRecord());
    }

    /// <summary>The export request of a signal.</summary>
    public static JsonMessage RequestOf(OtlpSignal signal) => signal switch
    {
        OtlpSignal.Traces => Traces,
        OtlpSignal.Metrics => Metrics,
        OtlpSignal.Logs => Logs,
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "no such signal"),
    };

    private static JsonMessage Request(string byResource, string byScope, string items, JsonMessage item) => new JsonMessage()
        .WithList(byResource, 1, new JsonMessage()
            .With("resource", 1, Resource)
            .WithList(byScope, 2, new JsonMessage().With("scope", 1, Scope).WithList(items, 2, item).With("schemaUrl", 3, Text))
            .With("schemaUrl", 3, Text));

    private static JsonMessage NewSpan() => new JsonMessage()
        .With("traceId", 1, HexBytes).With("spanId", 2, HexBytes).With("traceState", 3, Text).With("parentSpanId", 4, HexBytes)
        .With("name", 5, Text).With("kind", 6, Unsigned32).With("startTimeUnixNano", 7, Fixed64).With("endTimeUnixNano", 8, Fixed64)
        .WithList("attributes", 9, KeyValue).With("droppedAttributesCount", 10, Unsigned32)
        .WithList("events", 11, new JsonMessage()
            .With("timeUnixNano", 1, Fixed64).With("name", 2, Text).WithList("attributes", 3, KeyValue).With("droppedAttributesCount", 4, Unsigned32))
        .With("droppedEventsCount", 12, Unsigned32)
        .WithList("links", 13, new JsonMessage()
            .With("traceId", 1, HexBytes).With("spanId", 2, HexBytes).With("traceState", 3, Text).WithList("attributes", 4, KeyValue)
            .With("droppedAttributesCount", 5, Unsigned32).With("flags", 6, Fixed32))
        .With("droppedLinksCount", 14, Unsigned32)
        .With("status", 15, new JsonMessage().With("message", 2, Text).With("code", 3, Unsigned32))
        .With("flags", 16, Fixed32);

    private static JsonMessage LogRecord() => new JsonMessage()
        .With("timeUnixNano", 1, Fixed64).With("observedTimeUnixNano", 11, Fixed64).With("severityNumber", 2, Unsigned32).With("severityText", 3, Text)
        .With("body", 5, AnyValue).WithList("attributes", 6, KeyValue).With("droppedAttributesCount", 7, Unsigned32).With("flags", 8, Fixed32)
        .With("traceId", 9, HexBytes).With("spanId", 10, HexBytes).With("eventName", 12, Text);

    private static JsonMessage Metric()
    {
        var exemplar = new JsonMessage()
            .With("timeUnixNano", 2, Fixed64).With("asDouble", 3, Float64).With("spanId", 4, HexBytes).With("traceId", 5, HexBytes)
            .With("asInt", 6, SFixed64).WithList("filteredAttributes", 7, KeyValue);
        var number = new JsonMessage()
            .With("startTimeUnixNano", 2, Fixed64).With("timeUnixNano", 3, Fixed64).With("asDouble", 4, Float64).WithList("exemplars", 5, exemplar)
            .With("asInt", 6, SFixed64).WithList("attributes", 7, KeyValue).With("flags", 8, Unsigned32);
        var histogram = new JsonMessage()
            .With("startTimeUnixNano", 2, Fixed64).With("timeUnixNano", 3, Fixed64).With("count", 4, Fixed64).With("sum", 5, Float64)
            .WithList("bucketCounts", 6, Fixed64).WithList("explicitBounds", 7, Float64).WithList("exemplars", 8, exemplar)
            .WithList("attributes", 9, KeyValue).With("flags", 10, Unsigned32).With("min", 11, Float64).With("max", 12, Float64);
        var buckets = new JsonMessage().With("offset", 1, Zigzag32).WithList("bucketCounts", 2, Unsigned64);
        var exponential = new JsonMessage()
            .WithList("attributes", 1, KeyValue).With("startTimeUnixNano", 2, Fixed64).With("timeUnixNano", 3, Fixed64).With("count", 4, Fixed64)
            .With("sum", 5, Float64).With("scale", 6, Zigzag32).With("zeroCount", 7, Fixed64).With("positive", 8, buckets).With("negative", 9, buckets)
            .With("flags", 10, Unsigned32).WithList("exemplars", 11, exemplar).With("min", 12, Float64).With("max", 13, Float64)
            .With("zeroThreshold", 14, Float64);
        var summary = new JsonMessage()
            .With("startTimeUnixNano", 2, Fixed64).With("timeUnixNano", 3, Fixed64).With("count", 4, Fixed64).With("sum", 5, Float64)
            .WithList("quantileValues", 6, new JsonMessage().With("quantile", 1, Float64).With("value", 2, Float64))
            .WithList("attributes", 7, KeyValue).With("flags", 8, Unsigned32);
        return new JsonMessage()
            .With("name", 1, Text).With("description", 2, Text).With("unit", 3, Text)
            .With("gauge", 5, Points(number))
            .With("sum", 7, Points(number).With("aggregationTemporality", 2, Unsigned32).With("isMonotonic", 3, Flag))
            .With("histogram", 9, Points(histogram).With("aggregationTemporality", 2, Unsigned32))
            .With("exponentialHistogram", 10, Points(exponential).With("aggregationTemporality", 2, Unsigned32))
            .With("summary", 11, Points(summary));
    }

    private static JsonMessage Points(JsonMessage point) => new JsonMessage().WithList("dataPoints", 1, point);
}
