using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;
using Observatory.Charts.Tables;
using Observatory.Charts.Values;

namespace Tta.Observatory.Tests.Charts;

public sealed class SingleValueTests
{
    private static readonly Threshold[] Steps =
        [new(double.NegativeInfinity, ChartColor.Parse("green")), new(50, ChartColor.Parse("yellow")), new(80, ChartColor.Parse("red"))];

    [Fact]
    public void A_tile_has_its_value_its_colour_its_course_and_its_link()
    {
        var markup = Markup.Of(new StatTile
        {
            Values = [new("load", 85) { Format = ValueFormat.Of("percent"), Thresholds = Steps, Trend = [1, 2, double.NaN, 3], Links = [new("javascript:x", "bad"), new("/d/1", "Detail")] }],
        });

        markup.AssertSound();
        Assert.Equal("85%", markup.Elements("strong").Single().Value);
        Assert.Single(markup.Elements("div", "c-red"));
        Assert.Single(markup.Elements("svg", "spark"));
        Assert.Equal(["/d/1"], markup.Elements("a").Select(a => (string)a.Attribute("href")!));
        Assert.Empty(markup.Elements("span", "stat-name"));
    }

    [Fact]
    public void Several_tiles_have_names_and_the_background_can_have_the_colour()
    {
        var markup = Markup.Of(new StatTile { ColorMode = StatColorMode.Background, Values = [new("a", 1) { Thresholds = Steps }, new("b", 60) { Thresholds = Steps }] });

        Assert.Equal(["a ", "b "], markup.Elements("span", "stat-name").Select(e => e.Value));
        Assert.Equal(["a", "b"], markup.Elements("span", "stat-name").Select(e => (string?)e.Attribute("title")));
        Assert.Equal(2, markup.Elements("div", "filled").Count());
        Assert.Single(markup.Elements("div", "c-yellow"));
    }

    [Fact]
    public void A_mapping_gives_text_and_colour()
    {
        var format = new ValueFormat { Mappings = [new() { Value = "0", Text = "Down", Color = ChartColor.Parse("red") }] };
        var markup = Markup.Of(new StatTile { Values = [new("state", 0) { Format = format, Thresholds = Steps }] });

        Assert.Equal("Down", markup.Elements("strong").Single().Value);
        Assert.Single(markup.Elements("div", "c-red"));
    }

    [Fact]
    public void A_dial_says_its_value_and_range_and_fills_its_share()
    {
        var markup = Markup.Of(new GaugeDial { Values = [new("cache", 25) { Format = ValueFormat.Of("percent"), Min = 0, Max = 100, Thresholds = Steps }] });

        markup.AssertSound();
        Assert.Equal("cache: 25%, from 0% to 100%", (string)markup.Elements("svg").Single().Attribute("aria-label")!);
        Assert.Equal(3, markup.Elements("path", "gauge-step").Count());
        // A quarter of 240 degrees from -120 on ends at -60.
        var (x, y) = Arcs.At(100, 100, 84, -60);
        Assert.Contains($"{Svg.Number(x)} {Svg.Number(y)}L", (string)markup.Elements("path", "gauge-value").Single().Attribute("d")!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dial_without_a_value_is_empty()
    {
        var markup = Markup.Of(new GaugeDial { Values = [new("cache", double.NaN) { Format = new() { NoValue = "no look-ups" } }] });

        markup.AssertSound();
        Assert.Empty(markup.Elements("path", "gauge-value"));
        Assert.Equal("no look-ups", markup.Elements("text").Single().Value);
    }

    [Fact]
    public void Bars_are_as_long_as_their_share_of_the_highest()
    {
        ChartValue[] values = [new("a", 10), new("b", 40), new("c", double.NaN), new("d", -5) { Min = 0 }];

        var across = Markup.Of(new BarGauge { Values = values });
        var upwards = Markup.Of(new BarGauge { Values = [new("a", 10) { Min = 0 }, new("b", 40)], Vertical = true });

        across.AssertSound();
        upwards.AssertSound();
        // The range begins at the lowest of all, except where it is set.
        Assert.Equal([33.33, 100, 0, 0], across.Elements("rect", "fill").Select(r => Markup.Number(r, "width")));
        Assert.Equal([75, 0], upwards.Elements("rect", "fill").Select(r => Markup.Number(r, "y")));
    }

    [Fact]
    public void Slices_are_sorted_and_their_shares_are_written()
    {
        var markup = Markup.Of(new PieChart { LegendPercent = true, Values = [new("small", 1), new("large", 3), new("none", 0), new("below", -4), new("lost", double.NaN)] });

        markup.AssertSound();
        Assert.Equal(2, markup.Elements("path", "slice").Count());
        Assert.Equal(["large", "3", "75%", "small", "1", "25%"], markup.Elements("td").Select(e => e.Value));
        Assert.Equal(["75%", "25%"], markup.Elements("text", "slice-share").Select(e => e.Value));
    }

    [Fact]
    public void A_single_slice_is_a_whole_ring()
    {
        var slice = (string)Markup.Of(new PieChart { Donut = true, Values = [new("all", 5)] }).Elements("path", "slice").Single().Attribute("d")!;
        Assert.Equal(2, slice.Count(c => c == 'M'));
    }

    [Fact]
    public void Beyond_what_can_be_told_apart_there_is_one_slice_for_the_rest()
    {
        var markup = Markup.Of(new PieChart { Values = [.. Enumerable.Range(1, 100).Select(i => new ChartValue($"v{i}", i))] });

        Assert.Equal(PieChart.MostValues, markup.Elements("path", "slice").Count());
        Assert.Contains("61 others", markup.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_aligns_colours_links_and_sorts_by_numbers()
    {
        var markup = Markup.Of(new DataTable
        {
            Columns = [new("Trace"), new("Duration") { Format = ValueFormat.Of("s"), Style = CellStyle.ColorText, Thresholds = [new(1, ChartColor.Parse("red"))] }, new("Share") { Style = CellStyle.Gauge, Min = 0, Max = 2 }],
            Rows =
            [
                [new() { Text = "ab", Links = [new("/trace/ab", "Waterfall"), new("/logs?trace=ab", "Logs"), new("javascript:x", "bad")] }, TableCell.Of(1.5), TableCell.Of(1)],
                [TableCell.Of("cd"), TableCell.Of(0.5)],
            ],
        });

        markup.AssertSound();
        var cells = markup.Elements("td").ToList();
        Assert.Equal(["ab↗", "1.50 s", " 1", "cd", "500 ms", "–"], cells.Select(c => c.Value));
        Assert.Equal(["", "1.5", "1", "", "0.5", ""], cells.Select(c => (string)c.Attribute("data-sort")!));
        Assert.Equal(["n", "whole", "c-red", "tinted"], Markup.Classes(cells[1]));
        Assert.Equal(["whole"], Markup.Classes(cells[0]));
        Assert.Equal(["/trace/ab", "/logs?trace=ab"], markup.Elements("a").Select(a => (string)a.Attribute("href")!));
        Assert.Equal(50, Markup.Number(markup.Elements("rect", "fill").Single(), "width"));
    }

    [Fact]
    public void A_long_table_is_cut_and_says_so()
    {
        var markup = Markup.Of(new DataTable { Columns = [new("n")], Rows = [.. Enumerable.Range(0, 2000).Select(i => (IReadOnlyList<TableCell>)[TableCell.Of(i)])] });

        Assert.Equal(DataTable.MostRows, markup.Elements("td").Count());
        Assert.Contains("500 of 2000 rows", markup.Text, StringComparison.Ordinal);
    }
}
