using System.Text;
using Observatory.Ingest.Json;
using Observatory.Ingest.Requests;
using Observatory.Otlp;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;

namespace Tta.Observatory.Tests.Ingest;

/// <summary>OTLP in JSON becomes the protobuf that it stands for, byte for byte.</summary>
public sealed class OtlpJsonTests
{
    private const string Trace = "5B8EFFF798038103D269B633813FC60C";
    private const string Span = "eee19b7ec3c1b174";

    [Fact]
    public void A_trace_request()
    {
        var resource = new Proto().Attribute(1, "service.name", "shop").Varint(2, 1);
        var scope = new Proto().String(1, "lib").String(2, "1.0").Attribute(3, "s", true).Varint(4, 2);
        var happening = new Proto().Fixed64(1, 5).String(2, "event").Attribute(3, "e", "x").Varint(4, 3);
        var link = new Proto().Bytes(1, Hex(Trace)).Bytes(2, Hex(Span)).String(3, "l=1").Attribute(4, "k", 7).Varint(5, 4).Fixed32(6, 256);
        var span = new Proto().Bytes(1, Hex(Trace)).Bytes(2, Hex(Span)).String(3, "a=b").Bytes(4, Hex(Span)).String(5, "GET /").Varint(6, 2)
            .Fixed64(7, 1_544_712_660_300_000_000).Fixed64(8, 1_544_712_661_300_000_000).Attribute(9, "http.method", "GET").Varint(10, 5).Message(11, happening).Varint(12, 6)
            .Message(13, link).Varint(14, 7).Message(15, new Proto().String(2, "bad").Varint(3, 2)).Fixed32(16, 257);
        var expected = new Proto().Message(1, new Proto().Message(1, resource)
            .Message(2, new Proto().Message(1, scope).Message(2, span).String(3, "scope-url")).String(3, "url"));

        Expect(expected, OtlpSignal.Traces, """
            {"resourceSpans": [{
              "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}], "droppedAttributesCount": 1},
              "scopeSpans": [{
                "scope": {"name": "lib", "version": "1.0", "attributes": [{"key": "s", "value": {"boolValue": true}}], "droppedAttributesCount": 2},
                "spans": [{
                  "traceId": "TRACE", "spanId": "SPAN", "traceState": "a=b", "parentSpanId": "SPAN", "name": "GET /", "kind": 2,
                  "startTimeUnixNano": "1544712660300000000", "endTimeUnixNano": 1544712661300000000,
                  "attributes": [{"key": "http.method", "value": {"stringValue": "GET"}}], "droppedAttributesCount": 5,
                  "events": [{"timeUnixNano": "5", "name": "event", "attributes": [{"key": "e", "value": {"stringValue": "x"}}], "droppedAttributesCount": 3}],
                  "droppedEventsCount": 6,
                  "links": [{"traceId": "TRACE", "spanId": "SPAN", "traceState": "l=1", "attributes": [{"key": "k", "value": {"intValue": "7"}}],
                    "droppedAttributesCount": 4, "flags": 256}],
                  "droppedLinksCount": 7,
                  "status": {"message": "bad", "code": 2},
                  "flags": 257
                }],
                "schemaUrl": "scope-url"
              }],
              "schemaUrl": "url"
            }]}
            """);
    }

    [Fact]
    public void A_metrics_request_with_every_kind_of_point()
    {
        var exemplar = new Proto().Fixed64(2, 9).Double(3, 0.5).Bytes(4, Hex(Span)).Bytes(5, Hex(Trace)).Fixed64(6, unchecked((ulong)-3L)).Attribute(7, "f", "g");
        var gauge = new Proto().Message(1, new Proto().Fixed64(2, 1).Fixed64(3, 2).Double(4, 1.5).Message(5, exemplar).Attribute(7, "a", "b").Varint(8, 1));
        var sum = new Proto().Message(1, new Proto().Fixed64(3, 2).Fixed64(6, unchecked((ulong)-42L))).Varint(2, 2).Varint(3, 1);
        var histogram = new Proto().Message(1, new Proto().Fixed64(4, 3).Double(5, 7.25).PackedFixed64(6, [1, 2]).PackedDoubles(7, [0.5, double.PositiveInfinity])
            .Double(11, 0.25).Double(12, 6)).Varint(2, 1);
        var exponential = new Proto().Message(1, new Proto().Fixed64(4, 3).SInt(6, -2).Fixed64(7, 1).Message(8, new Proto().SInt(1, -300).PackedVarints(2, [1, 300]))
            .Message(9, new Proto().SInt(1, 4)).Double(14, 0.001));
        var summary = new Proto().Message(1, new Proto().Fixed64(4, 5).Double(5, 6).Message(6, new Proto().Double(1, 0.99).Double(2, double.NaN)));
        var metrics = new Proto()
            .Message(2, new Proto().String(1, "g").String(2, "about").String(3, "s").Message(5, gauge))
            .Message(2, new Proto().String(1, "s").Message(7, sum))
            .Message(2, new Proto().String(1, "h").Message(9, histogram))
            .Message(2, new Proto().String(1, "e").Message(10, exponential))
            .Message(2, new Proto().String(1, "q").Message(11, summary));
        var expected = new Proto().Message(1, new Proto().Message(2, metrics));

        Expect(expected, OtlpSignal.Metrics, """
            {"resourceMetrics": [{"scopeMetrics": [{"metrics": [
              {"name": "g", "description": "about", "unit": "s", "gauge": {"dataPoints": [{"startTimeUnixNano": "1", "timeUnixNano": "2", "asDouble": 1.5,
                "exemplars": [{"timeUnixNano": "9", "asDouble": 0.5, "spanId": "SPAN", "traceId": "TRACE", "asInt": "-3",
                  "filteredAttributes": [{"key": "f", "value": {"stringValue": "g"}}]}],
                "attributes": [{"key": "a", "value": {"stringValue": "b"}}], "flags": 1}]}},
              {"name": "s", "sum": {"dataPoints": [{"timeUnixNano": 2, "asInt": -42}], "aggregationTemporality": 2, "isMonotonic": true}},
              {"name": "h", "histogram": {"dataPoints": [{"count": "3", "sum": 7.25, "bucketCounts": ["1", 2], "explicitBounds": [0.5, "Infinity"],
                "min": 0.25, "max": 6}], "aggregationTemporality": 1}},
              {"name": "e", "exponentialHistogram": {"dataPoints": [{"count": 3, "scale": -2, "zeroCount": "1", "positive": {"offset": -300, "bucketCounts": ["1", "300"]},
                "negative": {"offset": 4}, "zeroThreshold": 1e-3}]}},
              {"name": "q", "summary": {"dataPoints": [{"count": "5", "sum": 6.0, "quantileValues": [{"quantile": 0.99, "value": "NaN"}]}]}}
            ]}]}]}
            """);
    }

    [Fact]
    public void A_logs_request()
    {
        var record = new Proto().Fixed64(1, 1).Varint(2, 17).String(3, "ERROR").Message(5, Proto.AnyValue("failed")).Attribute(6, "a", 0.5).Varint(7, 1)
            .Fixed32(8, 1).Bytes(9, Hex(Trace)).Bytes(10, Hex(Span)).Fixed64(11, 2).String(12, "name");
        var expected = new Proto().Message(1, new Proto().Message(2, new Proto().Message(2, record)));

        Expect(expected, OtlpSignal.Logs, """
            {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"timeUnixNano": "1", "severityNumber": 17, "severityText": "ERROR",
              "body": {"stringValue": "failed"}, "attributes": [{"key": "a", "value": {"doubleValue": 0.5}}], "droppedAttributesCount": 1, "flags": 1,
              "traceId": "TRACE", "spanId": "SPAN", "observedTimeUnixNano": "2", "eventName": "name"}]}]}]}
            """);
    }

    [Fact]
    public void Every_kind_of_value()
    {
        var list = TestSpan.ArrayOf("a", 1, new Proto());
        var map = TestSpan.MapOf(("k", list));
        ExpectValue(new Proto().Varint(3, unchecked((ulong)-5L)), """{"intValue": "-5"}""");
        ExpectValue(Proto.AnyValue(9_007_199_254_740_993), """{"intValue": 9007199254740993}""");
        ExpectValue(Proto.AnyValue(2_000L), """{"intValue": 2e3}""");
        ExpectValue(Proto.AnyValue(double.NegativeInfinity), """{"doubleValue": "-Infinity"}""");
        ExpectValue(Proto.AnyValue(2.5), """{"doubleValue": "2.5"}""");
        ExpectValue(Proto.AnyValue("a/b+"u8.ToArray()), """{"bytesValue": "YS9iKw=="}""");
        ExpectValue(Proto.AnyValue(new byte[] { 255, 255 }), """{"bytesValue": "\/\/8="}""");
        ExpectValue(map, """{"kvlistValue": {"values": [{"key": "k", "value": {"arrayValue": {"values": [{"stringValue": "a"}, {"intValue": 1}, {}]}}}]}}""");
    }

    [Theory]
    [InlineData("""quote \" slash \/ \\ \b\f\n\r\t""", "quote \" slash / \\ \b\f\n\r\t")]
    [InlineData("""\u00e4 \u20AC \ud83d\ude00 ä€😀""", "ä € 😀 ä€😀")]
    [InlineData("""half \ud83d of a pair, \ude00 and \ud83d\u0041""", "half \uFFFD of a pair, \uFFFD and \uFFFDA")]
    [InlineData("""ends in \ud83d""", "ends in \uFFFD")]
    [InlineData("""<script>alert(1)</script>\u0000""", "<script>alert(1)</script>\0")]
    public void Text_is_text_whatever_it_holds(string written, string meant) => ExpectValue(Proto.AnyValue(meant), $$"""{"stringValue": "{{written}}"}""");

    [Fact]
    public void Text_of_any_length()
    {
        foreach (var length in (int[])[0, 127, 128, 16_383, 16_384, 70_000])
        {
            var text = new string('x', length);
            ExpectValue(Proto.AnyValue(text), $$"""{"stringValue": "{{text}}"}""");
        }
    }

    [Fact]
    public void What_is_not_known_and_what_is_null_is_not_there() => Expect(
        new Proto().Message(1, new Proto().Message(2, new Proto().Message(2, new Proto().String(5, "n")))), OtlpSignal.Traces, """
            {"resource-spans": [1], "new": {"deep": [[{}]]}, "resourceSpans": [{"resource": null, "scopeSpans": [
              {"scope": null, "spans": [{"name": "n", "traceId": null, "attributes": null, "status": null, "future": "\ud800", "kind": null}]}]}]}
            """);

    [Fact]
    public void A_key_may_be_written_with_escapes() =>
        Expect(new Proto().Message(1, new Proto().String(3, "u")), OtlpSignal.Traces, """{"resourceSp\u0061ns": [{"schemaUrl": "u"}]}""");

    [Fact]
    public void Values_may_be_nested_as_deeply_as_in_protobuf()
    {
        var (json, value) = ("""{"intValue": 1}""", Proto.AnyValue(1));
        for (var depth = 0; depth < OtlpValue.MaxDepth; depth++)
        {
            json = """{"kvlistValue": {"values": [{"key": "k", "value": """ + json + "}]}}";
            value = TestSpan.MapOf(("k", value));
        }

        ExpectValue(value, json);
    }

    private static void ExpectValue(Proto value, string json) => Expect(
        new Proto().Message(1, new Proto().Message(1, new Proto().Attribute(1, "k", value))),
        OtlpSignal.Logs,
        """{"resourceLogs": [{"resource": {"attributes": [{"key": "k", "value": """ + json + "}]}}]}");

    private static void Expect(Proto protobuf, OtlpSignal signal, string json)
    {
        var budget = new InFlightBudget(10_000_000);
        using (var buffer = new PooledBuffer(budget, 5_000_000))
        {
            json = json.Replace("TRACE", Trace, StringComparison.Ordinal).Replace("SPAN", Span, StringComparison.Ordinal);
            OtlpJsonTranscoder.Transcode(signal, Encoding.UTF8.GetBytes(json), buffer);
            Assert.Equal(Convert.ToHexString(protobuf.ToArray()), Convert.ToHexString(buffer.Written.Span));
        }

        Assert.Equal(0, budget.Used);
    }

    private static byte[] Hex(string digits) => Convert.FromHexString(digits);
}
