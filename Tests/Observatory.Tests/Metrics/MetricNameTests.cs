using Observatory.Metrics.Naming;

namespace Tta.Observatory.Tests.Metrics;

public class MetricNameTests
{
    [Theory]
    [InlineData("tta.execution.duration", "s", "Histogram", "tta_execution_duration_seconds")]
    [InlineData("tta.execution.duration.seconds", "s", "Histogram", "tta_execution_duration_seconds")]
    [InlineData("http.client.request.body.size", "By", "Histogram", "http_client_request_body_size_bytes")]
    [InlineData("gen_ai.client.token.usage", "{token}", "Histogram", "gen_ai_client_token_usage")]
    [InlineData("tta.workflow.executions", "{execution}", "Counter", "tta_workflow_executions_total")]
    [InlineData("tta_workflow_executions_total", "", "Counter", "tta_workflow_executions_total")]
    [InlineData("total.requests", "", "Counter", "requests_total")]
    [InlineData("requests", "1", "Counter", "requests_total")]
    [InlineData("queue.fill", "1", "Gauge", "queue_fill_ratio")]
    [InlineData("fill.ratio", "1", "Gauge", "fill_ratio")]
    [InlineData("active", "1", "UpDownCounter", "active")]
    [InlineData("active", "{workflow}", "UpDownCounter", "active")]
    [InlineData("disk.io", "By/s", "Gauge", "disk_io_bytes_per_second")]
    [InlineData("speed", "km/h", "Gauge", "speed_km_per_hour")]
    [InlineData("requests.rate", "{request}/s", "Gauge", "requests_rate_per_second")]
    [InlineData("temperature", "Cel", "Gauge", "temperature_celsius")]
    [InlineData("load", "%", "Gauge", "load_percent")]
    [InlineData("cost", "USD", "Counter", "cost_USD_total")]
    [InlineData("weird", "a.b c", "Gauge", "weird_a_b_c")]
    [InlineData("..a--b..", "", "Gauge", "a_b")]
    [InlineData("2xx.responses", "", "Counter", "_2xx_responses_total")]
    [InlineData("ns:rate", "", "Gauge", "ns:rate")]
    [InlineData("größe", "By", "Gauge", "gr_e_bytes")]
    [InlineData("dotnet.gc.pause.time", "s", "Counter", "dotnet_gc_pause_time_seconds_total")]
    public void A_name_is_translated_as_the_collector_does_it(string name, string unit, string kind, string expected) =>
        Assert.Equal(expected, MetricName.Translate(name, unit, Enum.Parse<OtlpMetricKind>(kind))?.Full);

    [Theory]
    [InlineData("")]
    [InlineData("...")]
    [InlineData("日本")]
    public void A_name_without_a_usable_character_is_none(string name) => Assert.Null(MetricName.Translate(name, "s", OtlpMetricKind.Counter));

    [Fact]
    public void A_name_or_unit_beyond_the_limit_is_none()
    {
        Assert.Null(MetricName.Translate(new string('a', 257), "", OtlpMetricKind.Gauge));
        Assert.Null(MetricName.Translate("a", new string('s', 257), OtlpMetricKind.Gauge));
    }
}
