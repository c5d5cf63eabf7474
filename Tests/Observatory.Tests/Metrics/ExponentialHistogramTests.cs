using System.Globalization;
using System.Text.RegularExpressions;
using Tta.Observatory.Tests.Metrics.Support;
using static Tta.Observatory.Tests.Metrics.Support.OtlpMetric;

namespace Tta.Observatory.Tests.Metrics;

public partial class ExponentialHistogramTests
{
    private readonly MetricsHarness _harness = new();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void From_scale_zero_up_the_cumulative_counts_are_exact(int scale)
    {
        var random = new Random(scale);
        var values = Enumerable.Range(0, 500).Select(_ => Math.Pow(2, (random.NextDouble() * 60) - 25)).ToList();
        var power = Math.ScaleB(1, scale);
        var indices = values.ConvertAll(value => (int)Math.Ceiling(Math.Log2(value) * power) - 1);
        var counts = new ulong[indices.Max() - indices.Min() + 1];
        indices.ForEach(index => counts[index - indices.Min()]++);
        Send(Delta, time: 1, scale, indices.Min(), counts);

        Assert.All(Read(), bucket => Assert.Equal((ulong)values.Count(value => value <= bucket.Le), bucket.Count));
    }

    [Fact]
    public void Below_scale_zero_an_observation_counts_at_its_buckets_upper_edge()
    {
        Send(Cumulative, time: 1, scale: -1, offset: 0, [3]); // (1, 4]
        Assert.Equal(0UL, Read().Single(bucket => bucket.Le == 2).Count);
        Assert.Equal(3UL, Read().Single(bucket => bucket.Le == 4).Count);
    }

    [Fact]
    public void Zero_and_negative_observations_are_below_every_bound()
    {
        var point = new Proto().Fixed64(3, At(1)).Fixed64(7, 2).Message(9, new Proto().PackedVarints(2, [1, 4]));
        _harness.Send(Exponential("e", Cumulative, point));
        Assert.All(Read(), bucket => Assert.Equal(7UL, bucket.Count));
    }

    [Fact]
    public void Deltas_add_up_although_their_offsets_move()
    {
        Send(Delta, time: 1, scale: 0, offset: 0, [1]); // (1, 2]
        Send(Delta, time: 2, scale: 1, offset: 4, [1, 1]); // (4, 8]
        Assert.Equal(1UL, Read().Single(bucket => bucket.Le == 4).Count);
        Assert.Equal(3UL, Read().Single(bucket => bucket.Le == 8).Count);
    }

    [Fact]
    public void Extreme_offsets_end_in_the_outermost_buckets()
    {
        Send(Delta, time: 1, scale: 20, offset: int.MaxValue, [1]);
        Send(Delta, time: 2, scale: -10, offset: int.MinValue, [1]);
        Send(Delta, time: 3, scale: -10, offset: int.MaxValue, [1]);
        var buckets = Read();
        Assert.Equal(1UL, buckets[0].Count);
        Assert.Equal((double.PositiveInfinity, 3UL), buckets[^1]);
    }

    private void Send(int temporality, double time, int scale, int offset, ulong[] counts) =>
        _harness.Send(Exponential("e", temporality, new Proto().Fixed64(3, At(time)).SInt(6, scale)
            .Message(8, new Proto().SInt(1, offset).PackedVarints(2, counts))));

    private List<(double Le, ulong Count)> Read() =>
        [.. _harness.Samples("e_bucket").Select(line => Bucket().Match(line)).Select(match => (
            match.Groups[1].Value == "+Inf" ? double.PositiveInfinity : double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture),
            ulong.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture)))];

    [GeneratedRegex("le=\"([^\"]+)\"} (\\d+)$")]
    private static partial Regex Bucket();
}
