using Observatory.Metrics.Exposition;
using Observatory.Metrics.Model;
using Observatory.Otlp;
using Tta.Observatory.Tests.Metrics.Support;
using static Tta.Observatory.Tests.Metrics.Support.OtlpMetric;

namespace Tta.Observatory.Tests.Metrics;

public class MetricFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_bytes_come_the_store_keeps_serving_a_legal_text(int seed)
    {
        var random = new Random(seed);
        var harness = new MetricsHarness(new MetricsOptions { MaxSeries = 500, MaxLabelBytes = 256 * 1024 });
        var original = Everything();
        var malformed = 0;
        for (var round = 0; round < 3000; round++)
        {
            var bytes = Mutate(original, random);
            try
            {
                harness.Consumer.Consume(bytes);
            }
            catch (MalformedProtobufException)
            {
                malformed++;
            }

            if (round % 100 == 0)
            {
                OpenMetricsCheck.Assert(harness.Scrape(ExpositionFormat.OpenMetrics));
            }
        }

        OpenMetricsCheck.Assert(harness.Scrape(ExpositionFormat.OpenMetrics));
        Assert.InRange(malformed, 1, 2999);
        Assert.InRange(harness.Store.Budget.Series, 1, 500);
        Assert.InRange(harness.Store.Budget.LabelBytes, 1, 256 * 1024);

        harness.Time.Advance(TimeSpan.FromHours(1));
        harness.Scrape();
        Assert.Equal((0, 0, 0), (harness.Store.Families, harness.Store.Budget.Series, harness.Store.Budget.LabelBytes));
    }

    [Fact]
    public void Random_bytes_are_malformed_or_nothing()
    {
        var random = new Random(7);
        var harness = new MetricsHarness();
        for (var round = 0; round < 5000; round++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            try
            {
                harness.Consumer.Consume(bytes);
            }
            catch (MalformedProtobufException)
            {
            }
        }

        OpenMetricsCheck.Assert(harness.Scrape(ExpositionFormat.OpenMetrics));
    }

    private static byte[] Everything() => Request(
        [("service.name", "shop"), ("service.instance.id", "shop-1"), ("host.name", "böx")],
        "Scope",
        Counter("c", Integer(1, 1, ("a", "1"), ("b", 2)).Message(5, Exemplar(1, 1))),
        Sum("u", "By", "Help.", false, Delta, Number(1.5, 1, 0, ("list", new byte[] { 1, 2, 3 }))),
        Gauge("g", "1", "", Number(double.NaN, 1, 0)),
        Histogram("h", "s", "", Delta, Buckets(1, 0, [1, 2], [1, 2, 3], 4, ("le", "x")).Message(8, Exemplar(1, 1))),
        Exponential("e", Cumulative, new Proto().Fixed64(3, At(1)).SInt(6, 2).Message(8, new Proto().SInt(1, -3).PackedVarints(2, [1, 2, 3]))),
        Summary("s", "", "", new Proto().Fixed64(4, 2).Message(6, new Proto().Double(1, 0.5).Double(2, 1))));

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = random.Next(3) switch
            {
                0 => (byte)random.Next(256),
                1 => 0,
                _ => 0x7F,
            };
        }

        return random.Next(4) == 0 ? bytes[..random.Next(bytes.Length)] : bytes;
    }
}
