using Observatory.Traces.Query;

namespace Tta.Observatory.Tests.Traces;

public sealed class CallStatisticsTests
{
    [Fact]
    public void Quantiles_are_near_the_exact_ones_whatever_the_scale()
    {
        var random = new Random(1);
        for (var round = 0; round < 20; round++)
        {
            var (statistics, exact) = (new CallStatistics(), new List<ulong>());
            for (var i = 0; i < 5_000; i++)
            {
                var nanos = (ulong)Math.Exp(random.NextDouble() * (5 + round));
                statistics.Add(nanos, isError: i % 4 == 0);
                exact.Add(nanos);
            }

            exact.Sort();
            foreach (var share in (double[])[0.5, 0.95, 0.99])
            {
                var right = (double)exact[(int)(share * exact.Count) - 1];
                Assert.InRange(statistics.Quantile(share), right * 0.79 - 1, right * 1.26 + 1);
            }

            Assert.Equal(0.25, statistics.ErrorShare);
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(3UL)]
    [InlineData(4UL)]
    [InlineData(ulong.MaxValue)]
    public void Any_duration_has_its_place(ulong nanos)
    {
        var statistics = new CallStatistics();
        statistics.Add(nanos, isError: false);

        Assert.InRange(statistics.Quantile(1), nanos * 0.79, (nanos * 1.26) + 1);
        Assert.Equal(double.NaN, new CallStatistics().Quantile(0.5));
    }
}
