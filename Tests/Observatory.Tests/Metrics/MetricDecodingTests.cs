using Observatory.Metrics.Exposition;
using Observatory.Otlp;
using Tta.Observatory.Tests.Metrics.Support;
using static Tta.Observatory.Tests.Metrics.Support.OtlpMetric;

namespace Tta.Observatory.Tests.Metrics;

public class MetricDecodingTests
{
    private const string Labels = "{instance=\"shop-1\",job=\"shop\"}";

    private readonly MetricsHarness _harness = new();

    [Fact]
    public void Every_kind_of_attribute_value_becomes_text()
    {
        var list = new Proto().Message(5, new Proto().Message(1, Proto.AnyValue("x")).Message(1, Proto.AnyValue(2)));
        var map = new Proto().Message(6, new Proto().Attribute(1, "k", true));
        _harness.Send(Counter("a", Integer(
            1, 1, ("bool", true), ("double", 0.5), ("int", -3L), ("bytes", new byte[] { 1, 2 }), ("list", list), ("map", map), ("string", "s"))));
        Assert.Equal(
            ["a_total{bool=\"true\",bytes=\"AQI=\",double=\"0.5\",instance=\"shop-1\",int=\"-3\",job=\"shop\",list=\"[\\\"x\\\",2]\",map=\"{\\\"k\\\":true}\",string=\"s\"} 1"],
            _harness.Samples());
    }

    [Fact]
    public void Fields_may_come_in_any_order()
    {
        var sum = new Proto().Message(1, Integer(3, 1)).Varint(3, 1).Varint(2, Delta);
        var metric = new Proto().Message(7, sum).String(3, "s").String(1, "time");
        var scoped = new Proto().Message(2, metric).Message(1, new Proto().String(1, "Scope"));
        var request = new Proto().Message(1, new Proto().Message(2, scoped).Message(1, new Proto().Attribute(1, "service.name", "late")));
        Assert.Equal(OtlpOutcome.Ok(1), _harness.Consumer.Consume(request.ToArray()));
        Assert.Equal(["time_seconds_total{job=\"late\",otel_scope_name=\"Scope\"} 3"], _harness.Samples());
    }

    [Fact]
    public void Repeated_numbers_may_be_unpacked()
    {
        var point = new Proto().Fixed64(3, At(1)).Fixed64(6, 1).Fixed64(6, 2).Double(7, 1.5).Double(5, 4);
        _harness.Send(Histogram("h", "", "", Cumulative, point));
        Assert.Equal(2, _harness.Samples("h_bucket").Length);
        Assert.Equal(3, _harness.Sample("h_count" + Labels));
    }

    [Fact]
    public void Unknown_fields_are_passed_over()
    {
        var point = Integer(3, 1).Varint(99, 1).Fixed32(100, 2).String(101, "?");
        _harness.Send(Counter("a", point).Varint(500, 1));
        Assert.Equal(3, _harness.Sample("a_total" + Labels));
    }

    [Fact]
    public void A_malformed_request_leaves_nothing_behind()
    {
        var good = Request(Counter("a", Integer(3, 1)));
        byte[] bad = [.. good, .. new Proto().String(1, "\u0012\u007f").ToArray()];
        Assert.Throws<MalformedProtobufException>(() => _harness.Consumer.Consume(bad));
        Assert.Empty(_harness.Samples());
        Assert.Equal(OtlpOutcome.Ok(1), _harness.Consumer.Consume(good));
    }

    [Fact]
    public void An_empty_request_is_accepted() => Assert.Equal(OtlpOutcome.Ok(0), _harness.Consumer.Consume([]));

    [Theory]
    [InlineData("buckets", "a histogram has 2 buckets for 2 bounds")]
    [InlineData("descending", "a histogram's bounds must be finite and ascend")]
    [InlineData("infinite", "a histogram's bounds must be finite and ascend")]
    [InlineData("many", "a histogram has more than 256 bounds")]
    [InlineData("temporality", "the temporality is neither delta nor cumulative")]
    [InlineData("valueless", "a point has no value")]
    [InlineData("name", "the name has no letter or digit, or name or unit is longer than 256 characters")]
    [InlineData("scale", "an exponential histogram is outside scale -10 to 20 or has more than 4096 buckets")]
    [InlineData("quantile", "a summary's quantiles must differ and lie between 0 and 1")]
    public void What_cannot_be_shown_is_refused_by_name_and_reason(string what, string reason)
    {
        var (name, metric) = what switch
        {
            "buckets" => ("m", Histogram("m", "", "", Cumulative, Buckets(1, 0, [1, 2], [1, 2], null))),
            "descending" => ("m", Histogram("m", "", "", Cumulative, Buckets(1, 0, [2, 1], [1, 2, 3], null))),
            "infinite" => ("m", Histogram("m", "", "", Cumulative, Buckets(1, 0, [double.PositiveInfinity], [1, 2], null))),
            "many" => ("m", Histogram("m", "", "", Cumulative, Buckets(1, 0, [.. Enumerable.Range(0, 257)], new ulong[258], null))),
            "temporality" => ("m", Sum("m", "", "", true, 0, Integer(1, 1))),
            "valueless" => ("m", Counter("m", new Proto().Fixed64(3, At(1)))),
            "name" => ("…", Counter("…", Integer(1, 1))),
            "scale" => ("m", Exponential("m", Cumulative, new Proto().SInt(6, 21))),
            _ => ("m", Summary("m", "", "", new Proto().Message(6, new Proto().Double(1, 1.5)))),
        };
        var outcome = _harness.Offer(metric, Counter("good", Integer(1, 1)));
        Assert.Equal(OtlpOutcome.Partial(1, 1, $"1 data points refused: metric '{name}': {reason}"), outcome);
        Assert.Single(_harness.Samples());
    }

    [Fact]
    public void Exemplars_without_a_trace_are_left_out_and_the_newest_of_each_bucket_stays()
    {
        var traceless = new Proto().Fixed64(2, At(3)).Double(3, 0.1);
        var broken = new Proto().Fixed64(2, At(3)).Double(3, 0.1).Bytes(5, [1, 2, 3]);
        _harness.Send(Histogram("h", "", "", Cumulative, Buckets(1, 0, [1], [1, 1], 2).Message(8, traceless).Message(8, broken)
            .Message(8, Exemplar(0.2, 1)).Message(8, Exemplar(5, 2))));
        _harness.Send(Histogram("h", "", "", Cumulative, Buckets(2, 0, [1], [2, 1], 2).Message(8, Exemplar(0.3, 2)).Message(8, Exemplar(6, 1))));

        var text = _harness.Scrape(ExpositionFormat.OpenMetrics);
        Assert.Contains("le=\"1.0\"} 2 # {trace_id=\"0102030405060708090a0b0c0d0e0f10\",span_id=\"1112131415161718\"} 0.3 1767323047.000\n", text, StringComparison.Ordinal);
        Assert.Contains("le=\"+Inf\"} 3 # {trace_id=\"0102030405060708090a0b0c0d0e0f10\",span_id=\"1112131415161718\"} 5 1767323047.000\n", text, StringComparison.Ordinal);
    }
}
