using Observatory.Metrics.Exposition;
using Tta.Observatory.Tests.Metrics.Support;
using static Tta.Observatory.Tests.Metrics.Support.OtlpMetric;

namespace Tta.Observatory.Tests.Metrics;

public class ConflictTests
{
    private static readonly Proto AsGauge = Gauge("x", "", "", Integer(1, 1));
    private static readonly Proto AsHistogram = Histogram("x", "", "", Cumulative, Buckets(1, 0, [1], [1, 1], 2));
    private static readonly Proto GaugeNamedCount = Gauge("x_count", "", "", Integer(1, 1));

    private readonly MetricsHarness _harness = new();

    [Fact]
    public void Of_two_types_for_one_name_the_histogram_wins_whoever_came_first()
    {
        _harness.Send(AsGauge);
        _harness.Send(AsHistogram);
        var late = _harness.Offer(AsGauge);

        var reverse = new MetricsHarness();
        reverse.Send(AsHistogram);
        var first = reverse.Offer(AsGauge);

        Assert.Equal(_harness.Scrape(), reverse.Scrape());
        Assert.Contains("# TYPE x histogram\n", reverse.Scrape(), StringComparison.Ordinal);
        Assert.Equal(late, first);
        Assert.Equal("1 data points refused: metric 'x': 'x' is used for another type of metric; rename one of them", first.Message);
        Assert.Equal(4, _harness.Store.Budget.Series);
        Assert.Equal(reverse.Store.Budget.LabelBytes, _harness.Store.Budget.LabelBytes);
    }

    [Fact]
    public void No_metric_may_pose_as_a_part_of_another()
    {
        _harness.Send(GaugeNamedCount);
        _harness.Send(AsHistogram);
        Assert.Equal(1, _harness.Offer(GaugeNamedCount).Rejected);
        Assert.Single(_harness.Samples("x_count"));
    }

    [Fact]
    public void Nobody_can_forge_target_info()
    {
        var harness = new MetricsHarness();
        harness.Consumer.Consume(Request([("service.name", "shop"), ("host.name", "box")], ""));
        Assert.Equal(1, harness.Offer(Gauge("target_info", "", "", Integer(7, 1))).Rejected);
        Assert.Equal(["target_info{host_name=\"box\",job=\"shop\"} 1"], harness.Samples());
    }

    [Theory]
    [InlineData("Short.", "A longer text.", "A longer text.")]
    [InlineData("Beta.", "Alfa.", "Alfa.")]
    [InlineData("", "Any.", "Any.")]
    public void Of_two_descriptions_the_same_one_shows_whoever_came_first(string one, string other, string expected)
    {
        foreach (var (first, second) in new[] { (one, other), (other, one) })
        {
            var harness = new MetricsHarness();
            harness.Send(Gauge("g", "", first, Integer(1, 1, ("k", "1"))));
            harness.Send(Gauge("g", "", second, Integer(1, 1, ("k", "2"))));
            Assert.Contains($"# HELP g {expected}\n", harness.Scrape(ExpositionFormat.OpenMetrics), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_same_instrument_of_two_scopes_is_two_series()
    {
        _harness.Consumer.Consume(Request([("service.name", "shop")], "One", Counter("a", Integer(1, 1))));
        _harness.Consumer.Consume(Request([("service.name", "shop")], "Two", Counter("a", Integer(2, 1))));
        Assert.Equal(
            ["a_total{job=\"shop\",otel_scope_name=\"One\"} 1", "a_total{job=\"shop\",otel_scope_name=\"Two\"} 2"],
            _harness.Samples());
    }

    [Fact]
    public void A_help_text_cannot_break_out_of_its_line()
    {
        _harness.Send(Gauge("g", "", "one\n# TYPE g counter\\\0", Integer(1, 1)));
        Assert.StartsWith("# HELP g one\\n# TYPE g counter\\\\\uFFFD\n# TYPE g gauge\n", _harness.Scrape(), StringComparison.Ordinal);
    }
}
