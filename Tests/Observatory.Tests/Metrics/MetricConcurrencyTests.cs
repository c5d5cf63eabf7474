using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;
using Tta.Observatory.Tests.Metrics.Support;
using static Tta.Observatory.Tests.Metrics.Support.OtlpMetric;

namespace Tta.Observatory.Tests.Metrics;

public class MetricConcurrencyTests
{
    [Fact]
    public async Task Nothing_is_lost_or_torn_while_senders_and_scrapers_run_together()
    {
        const int senders = 4, rounds = 200;
        var harness = new MetricsHarness();
        using var done = new CancellationTokenSource();
        var scraper = Task.Run(() =>
        {
            var scrapes = 0;
            for (; !done.IsCancellationRequested || scrapes == 0; scrapes++)
            {
                OpenMetricsCheck.Assert(harness.Scrape(ExpositionFormat.OpenMetrics));
                foreach (var count in harness.Samples("h_count"))
                {
                    // Every delta puts one observation into each of two buckets; a torn point would make the count odd.
                    Assert.Equal(0, double.Parse(count[(count.LastIndexOf(' ') + 1)..], System.Globalization.CultureInfo.InvariantCulture) % 2);
                }
            }
        });

        await Task.WhenAll(Enumerable.Range(0, senders).Select(sender => Task.Run(() =>
        {
            for (var round = 1; round <= rounds; round++)
            {
                harness.Send(
                    Sum("c", "", "", true, Delta, Number(1, round, round - 1, ("sender", sender))),
                    Histogram("h", "", "", Delta, Buckets(round, round - 1, [1], [1, 1], 1, ("sender", sender))),
                    Gauge($"g{round % 10}", "", "", Number(round, round, 0, ("sender", sender), ("round", round))));
            }
        })));
        await done.CancelAsync();
        await scraper;

        for (var sender = 0; sender < senders; sender++)
        {
            Assert.Equal(rounds, harness.Sample($"c_total{{instance=\"shop-1\",job=\"shop\",sender=\"{sender}\"}}"));
            Assert.Equal(rounds * 2, harness.Sample($"h_count{{instance=\"shop-1\",job=\"shop\",sender=\"{sender}\"}}"));
        }

        Assert.Equal(harness.Samples().Length, harness.Store.Budget.Series);
    }

    [Fact]
    public async Task Families_that_come_and_go_under_load_leave_the_budget_right()
    {
        var harness = new MetricsHarness(new MetricsOptions { MetricExpiration = TimeSpan.FromSeconds(1) });
        await Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(() =>
        {
            for (var round = 1; round <= 300; round++)
            {
                harness.Offer(Gauge("x", "", "", Integer(1, 1)), Gauge("x_count", "", "", Integer(1, 1)));
                harness.Offer(Histogram("x", "", "", Cumulative, Buckets(1, 0, [1], [1, 1], 1)));
                harness.Time.Advance(TimeSpan.FromMilliseconds(400));
                harness.Scrape();
            }
        })));
        harness.Time.Advance(TimeSpan.FromSeconds(2));
        harness.Scrape();
        Assert.Equal((0, 0, 0), (harness.Store.Families, harness.Store.Budget.Series, harness.Store.Budget.LabelBytes));
    }
}
