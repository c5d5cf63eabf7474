using Tta.Observatory.Tests.Metrics.Support;
using static Tta.Observatory.Tests.Metrics.Support.OtlpMetric;

namespace Tta.Observatory.Tests.Metrics;

public class TemporalityTests
{
    private const string Labels = "{instance=\"shop-1\",job=\"shop\"}";
    private static readonly double[] Bounds = [1, 2];

    private readonly MetricsHarness _harness = new();

    [Fact]
    public void Cumulative_points_replace_each_other()
    {
        SendCounter(Cumulative, 5, time: 1, start: 0);
        SendCounter(Cumulative, 8, time: 2, start: 0);
        Assert.Equal(8, Counted);
    }

    [Fact]
    public void A_cumulative_point_that_arrives_late_changes_nothing()
    {
        SendCounter(Cumulative, 8, time: 2, start: 0);
        SendCounter(Cumulative, 5, time: 1, start: 0);
        Assert.Equal(8, Counted);
        Assert.Equal(1, _harness.SelfValue("observatory_metric_points_stale_total"));
    }

    [Fact]
    public void A_later_start_is_a_reset_and_the_smaller_value_shows()
    {
        SendCounter(Cumulative, 8, time: 2, start: 0);
        SendCounter(Cumulative, 1, time: 4, start: 3);
        Assert.Equal(1, Counted);
    }

    [Fact]
    public void A_late_point_of_the_process_before_the_reset_changes_nothing()
    {
        SendCounter(Cumulative, 1, time: 4, start: 3);
        SendCounter(Cumulative, 8, time: 5, start: 0);
        Assert.Equal(1, Counted);
    }

    [Fact]
    public void Deltas_add_up()
    {
        SendCounter(Delta, 5, time: 1, start: 0);
        SendCounter(Delta, 3, time: 2, start: 1);
        SendCounter(Delta, 2, time: 9, start: 8);
        Assert.Equal(10, Counted);
    }

    [Fact]
    public void A_delta_sent_twice_counts_once()
    {
        SendCounter(Delta, 5, time: 1, start: 0);
        SendCounter(Delta, 5, time: 1, start: 0);
        Assert.Equal(5, Counted);
    }

    [Fact]
    public void Deltas_of_an_up_down_counter_add_up_to_a_gauge()
    {
        _harness.Send(Sum("a", "", "", false, Delta, Number(5, 1, 0)));
        _harness.Send(Sum("a", "", "", false, Delta, Number(-7, 2, 1)));
        Assert.Equal(-2, _harness.Sample("a" + Labels));
    }

    [Fact]
    public void Delta_histograms_add_up_bucket_by_bucket()
    {
        _harness.Send(Histogram("h", "", "", Delta, Buckets(1, 0, Bounds, [1, 2, 3], 10)));
        _harness.Send(Histogram("h", "", "", Delta, Buckets(2, 1, Bounds, [1, 0, 1], 5)));
        Assert.Equal(
            [
                "h_bucket{instance=\"shop-1\",job=\"shop\",le=\"1\"} 2",
                "h_bucket{instance=\"shop-1\",job=\"shop\",le=\"2\"} 4",
                "h_bucket{instance=\"shop-1\",job=\"shop\",le=\"+Inf\"} 8",
                $"h_sum{Labels} 15",
                $"h_count{Labels} 8",
            ],
            _harness.Samples());
    }

    [Fact]
    public void A_histogram_with_new_bounds_begins_anew()
    {
        _harness.Send(Histogram("h", "", "", Delta, Buckets(1, 0, Bounds, [1, 2, 3], 10)));
        _harness.Send(Histogram("h", "", "", Delta, Buckets(2, 1, [5], [1, 1], 5)));
        Assert.Equal(
            [
                "h_bucket{instance=\"shop-1\",job=\"shop\",le=\"5\"} 1",
                "h_bucket{instance=\"shop-1\",job=\"shop\",le=\"+Inf\"} 2",
                $"h_sum{Labels} 5",
                $"h_count{Labels} 2",
            ],
            _harness.Samples());
        Assert.Equal(4, _harness.Store.Budget.Series);
    }

    [Fact]
    public void A_histogram_without_buckets_has_a_count()
    {
        _harness.Send(Histogram("h", "", "", Cumulative, new Proto().Fixed64(3, At(1)).Fixed64(4, 6)));
        Assert.Equal(["h_bucket{instance=\"shop-1\",job=\"shop\",le=\"+Inf\"} 6", $"h_count{Labels} 6"], _harness.Samples());
    }

    [Fact]
    public void No_recorded_value_ends_the_series()
    {
        SendCounter(Cumulative, 5, time: 1, start: 0);
        _harness.Send(Counter("c", new Proto().Fixed64(3, At(2)).Varint(8, 1)));
        Assert.Empty(_harness.Samples());
        Assert.Equal(0, _harness.Store.Budget.Series);
        Assert.Equal(0, _harness.Store.Budget.LabelBytes);
    }

    [Fact]
    public void A_point_from_the_future_does_not_lock_its_series()
    {
        SendCounter(Cumulative, 5, time: 1e9, start: 0);
        _harness.Time.Advance(TimeSpan.FromMinutes(4));
        SendCounter(Cumulative, 6, time: 2e9, start: 0);
        Assert.Equal(6, Counted);
    }

    [Fact]
    public void A_gauge_takes_the_newest_point_also_without_a_start()
    {
        _harness.Send(Gauge("g", "", "", new Proto().Fixed64(3, At(1)).Double(4, 1)));
        _harness.Send(Gauge("g", "", "", new Proto().Fixed64(3, At(2)).Double(4, 0.5)));
        Assert.Equal(0.5, _harness.Sample("g" + Labels));
    }

    private double Counted => _harness.Sample("c_total" + Labels);

    private void SendCounter(int temporality, double value, double time, double start) =>
        _harness.Send(Sum("c", "", "", true, temporality, Number(value, time, start)));
}
