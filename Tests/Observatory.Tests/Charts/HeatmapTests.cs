using Observatory.Charts.Formats;
using Observatory.Charts.Heatmaps;

namespace Tta.Observatory.Tests.Charts;

public sealed class HeatmapTests
{
    [Fact]
    public void Buckets_are_put_in_the_order_of_their_bounds()
    {
        var cells = HeatmapCells.Of(new()
        {
            Times = [1, 2],
            Rows =
            [
                new("+Inf", [10, 4]) { UpperBound = double.PositiveInfinity },
                new("0.1", [2, double.NaN]) { UpperBound = 0.1 },
                new("1", [7, 5]) { UpperBound = 1 },
            ],
        });

        Assert.Equal(["0.1", "1", "+Inf"], cells.Rows.Select(r => r.Name));
        Assert.Equal([[2, double.NaN], [7, 5], [10, 4]], cells.Values);
    }

    [Fact]
    public void Rows_without_bounds_keep_their_order_from_the_top()
    {
        var cells = HeatmapCells.Of(new() { Times = [1], Rows = [new("first", [1]), new("second", [2])] });
        Assert.Equal(["second", "first"], cells.Rows.Select(r => r.Name));
    }

    [Fact]
    public void Many_times_are_joined_and_counts_stay_whole()
    {
        var ones = Enumerable.Repeat(1.0, 1000).ToArray();
        var times = Enumerable.Range(0, 1000).Select(i => (double)i).ToArray();

        var buckets = HeatmapCells.Of(new() { Times = times, Rows = [new("1", ones) { UpperBound = 1 }] });
        var series = HeatmapCells.Of(new() { Times = times, Rows = [new("a", ones)] });

        Assert.Equal(Heatmap.MostCellsInRow, buckets.Times.Length);
        Assert.Equal(999, buckets.Times[^1]);
        Assert.Equal(1000, buckets.Values[0].Sum());
        Assert.All(series.Values[0], v => Assert.Equal(1, v, 9));
    }

    [Fact]
    public void Cells_that_hold_nothing_are_left_empty()
    {
        var markup = Markup.Of(new Heatmap { Title = "h", Times = [60, 120, 180], HideUpTo = 1e-9, Rows = [new("a", [0, 5, double.NaN]), new("b", [0, 0, 10])] });

        markup.AssertSound();
        Assert.Equal(2, markup.Elements("path", "cell").Sum(p => ((string)p.Attribute("d")!).Count(c => c == 'M')));
        Assert.Contains(markup.Elements("path", "cell"), p => Markup.Classes(p).Contains($"h{HeatmapDrawing.Shades}"));
    }

    [Fact]
    public void A_cell_does_not_reach_over_times_that_are_missing()
    {
        var markup = Markup.Of(new Heatmap { From = 0, To = 1000, Times = [100, 200, 300, 900, 1000], Rows = [new("a", [1, 1, 1, 1, 1])] });

        var begins = markup.Elements("path", "cell").SelectMany(p => ((string)p.Attribute("d")!).Split('M', StringSplitOptions.RemoveEmptyEntries)).Select(c => c.Split(' ')[0]);
        Assert.Equal(["0", "100", "200", "800", "900"], begins);
    }

    [Fact]
    public void Thresholds_colour_cells_instead_of_shades()
    {
        var markup = Markup.Of(new Heatmap
        {
            Times = [60, 120],
            Rows = [new("a", [0.2, 0.9])],
            Thresholds = [new(double.NegativeInfinity, ChartColor.Parse("green")), new(0.5, ChartColor.Parse("#ff0000"))],
        });

        Assert.Equal(["#ff0000", "inherit"], markup.Elements("path", "cell").Select(p => (string)p.Attribute("color")!).Order());
    }
}
