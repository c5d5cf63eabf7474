using FsCheck;
using FsCheck.Fluent;
using Observatory.Charts.Drawing;
using Observatory.Charts.TimeSeries;

namespace Tta.Observatory.Tests.Charts;

public sealed class DownsamplingTests
{
    [Fact]
    public void A_short_series_is_drawn_whole() => Assert.Equal(Enumerable.Range(0, 1000), Downsampling.Places(new double[1000]));

    [Fact]
    public void The_peaks_of_a_long_series_stay()
    {
        var values = Enumerable.Range(0, 100_000).Select(i => Math.Sin(i / 500.0)).ToArray();
        values[54_321] = 99;
        values[77_777] = -99;

        var places = Downsampling.Places(values);

        Assert.InRange(places.Length, 500, Downsampling.MostPoints);
        Assert.Contains(54_321, places);
        Assert.Contains(77_777, places);
    }

    [Fact]
    public void A_gap_of_a_long_series_stays()
    {
        var values = Enumerable.Range(0, 10_000).Select(i => i is > 3000 and < 4000 ? double.NaN : i).ToArray();
        var drawn = Downsampling.Places(values).Select(p => values[p]).ToList();
        Assert.Contains(double.NaN, drawn);
        Assert.Contains(drawn, v => v < 3000);
        Assert.Contains(drawn, v => v > 4000);
    }

    [Fact]
    public void Places_are_in_order_few_and_hold_the_extremes() => Prop.ForAll<double[], byte>((values, most) =>
    {
        var limit = (most % 20) + 2;
        var places = Downsampling.Places(values, limit);

        Assert.True(places.Length <= Math.Max(limit, 2));
        Assert.Equal(places.Distinct().Order(), places);
        var present = values.Where(v => !double.IsNaN(v)).ToList();
        if (present.Count > 0)
        {
            Assert.Equal(present.Max(), places.Select(p => values[p]).Where(v => !double.IsNaN(v)).Max());
            Assert.Equal(present.Min(), places.Select(p => values[p]).Where(v => !double.IsNaN(v)).Min());
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Series_of_a_group_stand_on_each_other_and_gaps_hold_nothing()
    {
        ChartSeries[] series =
        [
            new("a", [1, 2, double.NaN]) { StackGroup = "g" },
            new("alone", [7, 7, 7]),
            new("b", [10, -1, 30]) { StackGroup = "g" },
            new("c", [100, 200]) { StackGroup = "g" },
        ];

        var stacked = StackedSeries.Stack(series, 3);

        Assert.Equal([1, 2, double.NaN], stacked[0].Tops);
        Assert.Equal([7, 7, 7], stacked[1].Tops);
        Assert.Null(stacked[1].Bases);
        Assert.Equal([11, -1, 30], stacked[2].Tops);
        Assert.Equal([1, 0, 0], stacked[2].Bases!);
        Assert.Equal([111, 202, double.NaN], stacked[3].Tops);
    }

    [Fact]
    public void Shares_end_at_one()
    {
        ChartSeries Share(params double[] values) => new("x", values) { StackGroup = "g", StackPercent = true };

        var stacked = StackedSeries.Stack([Share(1, 0, 5), Share(3, 0, double.NaN)], 3);

        Assert.Equal([0.25, 0, 1], stacked[0].Tops);
        Assert.Equal([1, 0, double.NaN], stacked[1].Tops);
    }
}
