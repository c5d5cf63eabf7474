using System.Net;
using System.Net.Http.Headers;
using Observatory.Hosting;
using Tta.Observatory.Tests.Metrics.Support;
using Tta.Observatory.Tests.Support;
using static Tta.Observatory.Tests.Metrics.Support.OtlpMetric;

namespace Tta.Observatory.Tests.Metrics;

/// <summary>Against the real thing. Needs Debian's package <c>prometheus</c>.</summary>
public class PrometheusTests
{
    [Fact]
    public async Task Promtool_finds_nothing_to_complain_about_in_either_page()
    {
        using var data = new TemporaryDirectory();
        await using var observatory = await TestObservatory.StartAsync(data.Path);
        await SendAsync(observatory);
        foreach (var role in new[] { ListenerRoles.Metrics, ListenerRoles.SelfMetrics })
        {
            var text = await observatory.Http.GetStringAsync(observatory.Uri(role, "/metrics"));
            Assert.Equal((0, ""), await Tool.RunAsync("promtool", text, "check", "metrics"));
        }
    }

    [Fact]
    public async Task Prometheus_scrapes_both_pages_with_all_types_and_exemplars()
    {
        using var data = new TemporaryDirectory();
        await using var observatory = await TestObservatory.StartAsync(data.Path);
        await SendAsync(observatory);
        await using var prometheus = new PrometheusServer(
            ("app", observatory.Uri(ListenerRoles.Metrics, "/metrics")), ("self", observatory.Uri(ListenerRoles.SelfMetrics, "/metrics")));

        var (value, labels) = await prometheus.QueryAsync("shop_orders_total");
        Assert.Equal(7, value);
        Assert.Equal(("shop", "shop-1"), (labels.GetProperty("job").GetString(), labels.GetProperty("instance").GetString()));
        Assert.Equal(3, (await prometheus.QueryAsync("shop_latency_seconds_count")).Value);
        Assert.Equal(0.625, (await prometheus.QueryAsync("histogram_quantile(0.5, shop_latency_seconds_bucket)")).Value, 3);
        Assert.Equal(2, (await prometheus.QueryAsync("shop_active")).Value);
        Assert.Equal(5, (await prometheus.QueryAsync("shop_size_bytes{quantile=\"0.5\"}")).Value);
        Assert.Equal("böx \"1\"\n", (await prometheus.QueryAsync("target_info")).Labels.GetProperty("host_name").GetString());
        Assert.Equal(4, (await prometheus.QueryAsync("sum(otelcol_receiver_accepted_metric_points_total)")).Value);

        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        foreach (var series in new[] { "shop_orders_total", "shop_latency_seconds_bucket" })
        {
            var exemplars = await prometheus.UntilAsync(
                $"/api/v1/query_exemplars?query={series}&start={now - 3600}&end={now + 3600}", found => found.GetArrayLength() > 0);
            Assert.Equal(TraceId, exemplars[0].GetProperty("exemplars")[0].GetProperty("labels").GetProperty("trace_id").GetString());
        }

        var targets = await prometheus.UntilAsync(
            "/api/v1/targets", found => found.GetProperty("activeTargets").EnumerateArray().All(target => target.GetProperty("health").GetString() == "up"));
        Assert.All(targets.GetProperty("activeTargets").EnumerateArray(), target => Assert.Equal("", target.GetProperty("lastError").GetString()));
    }

    [Fact]
    public async Task The_text_is_the_one_that_was_asked_for()
    {
        using var data = new TemporaryDirectory();
        await using var observatory = await TestObservatory.StartAsync(data.Path);
        await SendAsync(observatory);
        foreach (var role in new[] { ListenerRoles.Metrics, ListenerRoles.SelfMetrics })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, observatory.Uri(role, "/metrics"));
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/openmetrics-text; version=1.0.0"));
            using var response = await observatory.Http.SendAsync(request);
            Assert.Equal("application/openmetrics-text; version=1.0.0; charset=utf-8", response.Content.Headers.ContentType!.ToString());
            OpenMetricsCheck.Assert(await response.Content.ReadAsStringAsync());

            using var plain = await observatory.Http.GetAsync(request.RequestUri);
            Assert.Equal("text/plain; version=0.0.4; charset=utf-8", plain.Content.Headers.ContentType!.ToString());
        }
    }

    [Theory]
    [InlineData("MaxSeries", "0", "OBSERVATORY__MAXSERIES: '0' is not a whole number from 1 to 100000000")]
    [InlineData("MetricExpiration", "5 minutes", "OBSERVATORY__METRICEXPIRATION: '5 minutes' is not a duration [days.]hh:mm:ss of at least 00:00:01")]
    [InlineData("MaxLogBodyBytes", "x", "OBSERVATORY__MAXLOGBODYBYTES: 'x' is not a whole number from 16 to 32768")]
    public async Task A_wrong_setting_is_said_by_its_name(string setting, string value, string message)
    {
        using var data = new TemporaryDirectory();
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => TestObservatory.StartAsync(data.Path, new() { [setting] = value }));
        Assert.Equal(message, error.Message);
    }

    private static async Task SendAsync(TestObservatory observatory)
    {
        var now = DateTimeOffset.UtcNow - ManualTime.Start;
        var time = now.TotalSeconds;
        var body = Request(
            [("service.name", "shop"), ("service.instance.id", "shop-1"), ("host.name", "böx \"1\"\n")],
            "Shop",
            Sum("shop.orders", "{order}", "Orders taken.", true, Cumulative, Integer(7, time, ("kind", "a\\b\"c\n")).Message(5, Exemplar(1, time))),
            Sum("shop.active", "{order}", "Orders in work.", false, Cumulative, Integer(2, time)),
            Histogram("shop.latency", "s", "How long it took.", Cumulative, Buckets(time, 0, [0.5, 1], [1, 2, 0], 1.75).Message(8, Exemplar(0.75, time))),
            Summary("shop.size", "By", "How big it was.", new Proto().Fixed64(3, At(time)).Fixed64(4, 1).Double(5, 5).Message(6, new Proto().Double(1, 0.5).Double(2, 5))));
        using var response = await observatory.ExportAsync(body, "/v1/metrics");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
