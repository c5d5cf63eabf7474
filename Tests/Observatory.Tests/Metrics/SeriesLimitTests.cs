using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;
using Tta.Observatory.Tests.Metrics.Support;
using static Tta.Observatory.Tests.Metrics.Support.OtlpMetric;

namespace Tta.Observatory.Tests.Metrics;

public class SeriesLimitTests
{
    [Fact]
    public void At_the_limit_new_series_are_refused_counted_and_said_once_in_the_log_while_old_ones_go_on()
    {
        var harness = new MetricsHarness(new MetricsOptions { MaxSeries = 2 });
        harness.Send(Counter("a", Integer(1, 1, ("k", "1")), Integer(1, 1, ("k", "2"))));

        var outcome = harness.Offer(Counter("a", Integer(2, 2, ("k", "1")), Integer(1, 2, ("k", "3")), Integer(1, 2, ("k", "4"))));

        Assert.Equal((1, 2), (outcome.Accepted, outcome.Rejected));
        Assert.Equal(
            "2 data points refused: metric 'a': a new series, and the store holds as many as it may (2 series, 67108864 bytes of labels)",
            outcome.Message);
        Assert.Equal(2, harness.Sample("a_total{instance=\"shop-1\",job=\"shop\",k=\"1\"}"));
        Assert.Equal(2, harness.SelfValue("observatory_metric_points_refused_total", "store_full"));
        Assert.Equal(2, harness.SelfValue("observatory_metric_series"));
        Assert.Single(harness.Log.Collector.GetSnapshot());
    }

    [Fact]
    public void A_histogram_counts_as_many_series_as_it_writes()
    {
        var harness = new MetricsHarness();
        harness.Send(Histogram("h", "", "", Cumulative, Buckets(1, 0, [1, 2], [1, 1, 1], 1)), Gauge("g", "", "", Integer(1, 1)));
        Assert.Equal(harness.Samples().Length, harness.Store.Budget.Series);
    }

    [Fact]
    public void One_metric_cannot_take_the_whole_store()
    {
        var harness = new MetricsHarness(new MetricsOptions { MaxSeriesPerMetric = 2 });
        var outcome = harness.Offer(Counter("a", Integer(1, 1, ("k", "1")), Integer(1, 1, ("k", "2")), Integer(1, 1, ("k", "3"))));
        Assert.Contains("metric 'a': a new series, and one metric may have 2", outcome.Message, StringComparison.Ordinal);
        harness.Send(Counter("b", Integer(1, 1)));
    }

    [Fact]
    public void Label_text_is_bounded_as_well()
    {
        var harness = new MetricsHarness(new MetricsOptions { MaxLabelBytes = 4096 });
        var outcome = harness.Offer(Counter("a", [.. Enumerable.Range(0, 10).Select(i => Integer(i, 1, ("k", i + new string('x', 500))))]));
        Assert.InRange(outcome.Rejected, 1, 9);
        Assert.InRange(harness.Store.Budget.LabelBytes, 1, 4096);
    }

    [Fact]
    public void A_point_with_unbounded_labels_is_refused_and_the_rest_of_the_metric_is_not()
    {
        var harness = new MetricsHarness();
        var outcome = harness.Offer(Counter("a", Integer(1, 1, ("url", new string('x', 2000))), Integer(1, 1)));
        Assert.Equal(new(1, 1, "1 data points refused: metric 'a': the value of label 'url' is longer than 1024 bytes", null), outcome);
    }

    [Fact]
    public void A_series_that_nobody_updates_expires_and_makes_room()
    {
        var harness = new MetricsHarness(new MetricsOptions { MaxSeries = 4 });
        harness.Send(Counter("a", Integer(1, 1, ("k", "1"))), Histogram("b", "", "", Cumulative, Proto1()));
        harness.Time.Advance(TimeSpan.FromMinutes(4));
        harness.Send(Counter("a", Integer(1, 2, ("k", "1"))));
        harness.Time.Advance(TimeSpan.FromMinutes(2));

        harness.Send(Counter("c", Integer(1, 3)));

        Assert.Equal(
            ["a_total{instance=\"shop-1\",job=\"shop\",k=\"1\"} 1", "c_total{instance=\"shop-1\",job=\"shop\"} 1"],
            harness.Samples());
        Assert.Equal(2, harness.Store.Families);

        static Proto Proto1() => new Proto().Fixed64(3, At(1)).Fixed64(4, 6);
    }

    [Fact]
    public void A_store_that_is_only_scraped_empties_itself()
    {
        var harness = new MetricsHarness();
        harness.Send(Counter("a", Integer(1, 1)));
        harness.Time.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal("# EOF\n", harness.Scrape(ExpositionFormat.OpenMetrics));
        Assert.Equal((0, 0, 0), (harness.Store.Families, harness.Store.Budget.Series, harness.Store.Budget.LabelBytes));
        Assert.Equal(1, harness.SelfValue("observatory_metric_series_expired_total"));
    }

    [Fact]
    public void The_message_stays_short_however_many_metrics_are_refused()
    {
        var harness = new MetricsHarness(new MetricsOptions { MaxSeries = 1 });
        var outcome = harness.Offer([.. Enumerable.Range(0, 1000).Select(i => Counter(new string('m', 200) + i, Integer(1, 1)))]);
        Assert.Equal(999, outcome.Rejected);
        Assert.InRange(outcome.Message!.Length, 1, 2000);
    }
}
