using Observatory.Metrics.Exposition;
using Tta.Observatory.Tests.Metrics.Support;
using static Tta.Observatory.Tests.Metrics.Support.OtlpMetric;

namespace Tta.Observatory.Tests.Metrics;

public class ExpositionTests
{
    private readonly MetricsHarness _harness = new();

    [Fact]
    public void OpenMetrics_text_is_exactly_this()
    {
        SendAll();
        Assert.Equal(
            """
            # TYPE active gauge
            # HELP active Now \"running\".
            active{instance="shop-1",job="acme/shop",otel_scope_name="Shop"} -2
            # TYPE latency_seconds histogram
            # UNIT latency_seconds seconds
            # HELP latency_seconds How long.
            latency_seconds_bucket{instance="shop-1",job="acme/shop",otel_scope_name="Shop",route="/",le="0.5"} 1
            latency_seconds_bucket{instance="shop-1",job="acme/shop",otel_scope_name="Shop",route="/",le="1.0"} 3 # {trace_id="0102030405060708090a0b0c0d0e0f10",span_id="1112131415161718"} 0.75 1767323046.500
            latency_seconds_bucket{instance="shop-1",job="acme/shop",otel_scope_name="Shop",route="/",le="+Inf"} 3
            latency_seconds_sum{instance="shop-1",job="acme/shop",otel_scope_name="Shop",route="/"} 1.75
            latency_seconds_count{instance="shop-1",job="acme/shop",otel_scope_name="Shop",route="/"} 3
            # TYPE orders counter
            # HELP orders Orders.\nAll.
            orders_total{instance="shop-1",job="acme/shop",otel_scope_name="Shop"} 7 # {trace_id="0102030405060708090a0b0c0d0e0f10",span_id="1112131415161718"} 1 1767323046.000
            # TYPE size_bytes summary
            # UNIT size_bytes bytes
            size_bytes{instance="shop-1",job="acme/shop",otel_scope_name="Shop",quantile="0.5"} 10
            size_bytes{instance="shop-1",job="acme/shop",otel_scope_name="Shop",quantile="1.0"} NaN
            size_bytes_sum{instance="shop-1",job="acme/shop",otel_scope_name="Shop"} 30
            size_bytes_count{instance="shop-1",job="acme/shop",otel_scope_name="Shop"} 2
            # TYPE target info
            # HELP target Target metadata
            target_info{host_name="box",instance="shop-1",job="acme/shop"} 1
            # EOF

            """,
            _harness.Scrape(ExpositionFormat.OpenMetrics));
    }

    [Fact]
    public void Prometheus_text_is_exactly_this()
    {
        SendAll();
        Assert.Equal(
            """
            # HELP active Now "running".
            # TYPE active gauge
            active{instance="shop-1",job="acme/shop",otel_scope_name="Shop"} -2
            # HELP latency_seconds How long.
            # TYPE latency_seconds histogram
            latency_seconds_bucket{instance="shop-1",job="acme/shop",otel_scope_name="Shop",route="/",le="0.5"} 1
            latency_seconds_bucket{instance="shop-1",job="acme/shop",otel_scope_name="Shop",route="/",le="1"} 3
            latency_seconds_bucket{instance="shop-1",job="acme/shop",otel_scope_name="Shop",route="/",le="+Inf"} 3
            latency_seconds_sum{instance="shop-1",job="acme/shop",otel_scope_name="Shop",route="/"} 1.75
            latency_seconds_count{instance="shop-1",job="acme/shop",otel_scope_name="Shop",route="/"} 3
            # HELP orders_total Orders.\nAll.
            # TYPE orders_total counter
            orders_total{instance="shop-1",job="acme/shop",otel_scope_name="Shop"} 7
            # TYPE size_bytes summary
            size_bytes{instance="shop-1",job="acme/shop",otel_scope_name="Shop",quantile="0.5"} 10
            size_bytes{instance="shop-1",job="acme/shop",otel_scope_name="Shop",quantile="1"} NaN
            size_bytes_sum{instance="shop-1",job="acme/shop",otel_scope_name="Shop"} 30
            size_bytes_count{instance="shop-1",job="acme/shop",otel_scope_name="Shop"} 2
            # HELP target_info Target metadata
            # TYPE target_info gauge
            target_info{host_name="box",instance="shop-1",job="acme/shop"} 1

            """,
            _harness.Scrape());
    }

    [Fact]
    public void An_empty_store_is_a_legal_text()
    {
        Assert.Equal("", _harness.Scrape());
        Assert.Equal("# EOF\n", _harness.Scrape(ExpositionFormat.OpenMetrics));
    }

    [Fact]
    public void A_resource_that_says_only_who_it_is_has_no_target_info()
    {
        _harness.Send(Counter("a", Integer(1, 1)));
        Assert.Equal(["a_total{instance=\"shop-1\",job=\"shop\"} 1"], _harness.Samples());
    }

    [Theory]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e300, "1E+300")]
    [InlineData(-0.0, "-0")]
    [InlineData(123456789, "123456789")]
    public void Numbers_are_written_as_Prometheus_reads_them(double value, string expected)
    {
        _harness.Send(Gauge("a", "", "", Number(value, 1, 0)));
        Assert.Equal([$"a{{instance=\"shop-1\",job=\"shop\"}} {expected}"], _harness.Samples());
    }

    [Fact]
    public void The_unit_is_said_only_when_the_name_ends_in_it()
    {
        _harness.Send(Sum("time", "s", "", true, Cumulative, Integer(1, 1)), Gauge("seconds.left", "s", "", Integer(1, 1)));
        var text = _harness.Scrape(ExpositionFormat.OpenMetrics);
        Assert.Contains("# UNIT time_seconds seconds\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("# UNIT seconds_left", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_counter_whose_OpenMetrics_name_another_family_has_is_written_as_unknown()
    {
        _harness.Send(Counter("a", Integer(1, 1)), Gauge("a", "", "", Integer(2, 1)));
        Assert.Equal(
            """
            # TYPE a gauge
            a{instance="shop-1",job="shop"} 2
            # TYPE a_total unknown
            a_total{instance="shop-1",job="shop"} 1
            # EOF

            """,
            _harness.Scrape(ExpositionFormat.OpenMetrics));
    }

    private void SendAll()
    {
        var latency = Buckets(2, 0, [0.5, 1], [1, 2, 0], 1.75, ("route", "/")).Message(8, Exemplar(0.75, 1.5)).Message(8, Exemplar(0.6, 0.5));
        var orders = Integer(7, 2).Message(5, Exemplar(1, 1));
        var size = new Proto().Fixed64(3, At(2)).Fixed64(4, 2).Double(5, 30)
            .Message(6, new Proto().Double(1, 1).Double(2, double.NaN))
            .Message(6, new Proto().Double(1, 0.5).Double(2, 10));
        var outcome = _harness.Consumer.Consume(Request(
            [("service.name", "shop"), ("service.namespace", "acme"), ("service.instance.id", "shop-1"), ("host.name", "box")],
            "Shop",
            Sum("orders", "{order}", "Orders.\nAll.", true, Cumulative, orders),
            Sum("active", "{order}", "Now \"running\".", false, Cumulative, Integer(-2, 2)),
            Histogram("latency", "s", "How long.", Cumulative, latency),
            Summary("size", "By", "", size)));
        Assert.Equal(new(4, 0, null, null), outcome);
    }
}
