using Observatory.Charts.Formats;
using Observatory.Charts.TimeSeries;

namespace Tta.Observatory.Tests.Charts;

public sealed class TimeSeriesTests
{
    private static readonly double[] Minutes = [0, 60, 120, 180, 240];

    [Fact]
    public void A_line_leads_from_value_to_value_and_stops_at_gaps()
    {
        var markup = Draw(new ChartSeries("a", [0, 10, double.NaN, 5, 5]));

        var line = (string)markup.Elements("path", "line").Single().Attribute("d")!;
        Assert.Equal([(0, 1000), (250, 0), (750, 500), (1000, 500)], Markup.Corners(line));
        Assert.Equal(2, line.Count(c => c == 'M'));
    }

    [Fact]
    public void A_line_goes_on_over_gaps_when_asked()
    {
        var line = (string)Draw(new ChartSeries("a", [0, 10, double.NaN, 5, 5]) { ConnectGaps = true }).Elements("path", "line").Single().Attribute("d")!;
        Assert.Equal(1, line.Count(c => c == 'M'));
    }

    [Fact]
    public void A_value_between_two_gaps_is_a_point()
    {
        var markup = Draw(new ChartSeries("a", [double.NaN, 10, double.NaN, 5, 5]));
        Assert.Equal([(250, 0)], Markup.Corners((string)markup.Elements("path", "dot").Single().Attribute("d")!));
    }

    [Fact]
    public void An_area_reaches_down_to_what_it_stands_on()
    {
        var markup = Draw(
            new ChartSeries("a", [1, 1, 1, 1, 1]) { StackGroup = "g", FillOpacity = 0.5 },
            new ChartSeries("b", [1, 3, 3, 3, 1]) { StackGroup = "g", FillOpacity = 0.5 });

        var areas = markup.Elements("path", "area").Select(p => Markup.Corners((string)p.Attribute("d")!)).ToList();
        Assert.Equal((1000, 1000), areas[0][5]);
        Assert.Equal([750, 750, 750, 750, 750], areas[1].Skip(5).Select(c => c.Y));
        Assert.Equal([500, 0, 0, 0, 500], areas[1].Take(5).Select(c => c.Y));
    }

    [Fact]
    public void Bars_of_several_series_stand_beside_each_other_on_zero()
    {
        var markup = Draw(new ChartSeries("a", [1, 2, 3, 4, 4]) { Style = SeriesStyle.Bars }, new ChartSeries("b", [4, 3, 2, 1, 1]) { Style = SeriesStyle.Bars });

        var first = markup.Elements("path", "bar").Select(p => ((string)p.Attribute("d")!).Split('Z')[1]).ToList();
        Assert.Equal(["M150 500H250V1000H150", "M250 250H350V1000H250"], first);
    }

    [Fact]
    public void A_series_of_the_right_axis_has_its_own_scale()
    {
        var markup = Draw(new ChartSeries("a", [0, 10, 10, 10, 10]), new ChartSeries("b", [0, 5000, 5000, 5000, 5000]) { RightAxis = true });

        Assert.All(markup.Elements("path", "line"), p => Assert.Equal(0, Markup.Corners((string)p.Attribute("d")!)[1].Y));
        Assert.Single(markup.Elements("div", "right"));
    }

    [Fact]
    public void Limits_are_drawn_where_they_are()
    {
        var chart = Chart(new ChartSeries("a", [0, 10, 10, 10, 10])) with
        {
            Thresholds = [new(double.NegativeInfinity, ChartColor.Parse("green")), new(5, ChartColor.Parse("red")), new(500, ChartColor.Parse("blue"))],
            ThresholdStyle = ThresholdStyle.Dashed,
        };

        var line = Assert.Single(Markup.Of(chart).Elements("line", "limit"));
        Assert.Equal(50, Markup.Number(line, "y1"));
        Assert.Contains("c-red", Markup.Classes(line));
        var areas = Markup.Of(chart with { ThresholdStyle = ThresholdStyle.Area }).Elements("rect", "limit-area").ToList();
        Assert.Equal([50, 50], areas.Select(a => Markup.Number(a, "height")));
    }

    [Fact]
    public void Exemplars_are_links_with_names_at_their_place()
    {
        var chart = Chart(new ChartSeries("a", [0, 10, 10, 10, 10])) with
        {
            Left = new() { Format = ValueFormat.Of("s") },
            Exemplars = [new(120, 5, "/trace/ab", "trace ab"), new(120, 1, "javascript:alert(1)", "bad"), new(9999, 1, "/trace/late", "late"), new(60, double.NaN, "/trace/nan", "nan")],
        };

        var link = Assert.Single(Markup.Of(chart).Elements("a", "exemplar"));
        Assert.Equal("/trace/ab", (string)link.Attribute("href")!);
        Assert.StartsWith("trace ab: 5 s", (string)link.Attribute("aria-label")!, StringComparison.Ordinal);
        var place = link.Elements().First();
        Assert.Equal((50, 50), (Markup.Number(place, "x"), Markup.Number(place, "y")));
    }

    [Fact]
    public void Of_very_many_exemplars_the_highest_stay()
    {
        var chart = Chart(new ChartSeries("a", [0, 10, 10, 10, 10])) with
        {
            Exemplars = [.. Enumerable.Range(0, 20_000).Select(i => new ChartExemplar(i % 240, i / 2000.0, $"/trace/{i}", $"{i}"))],
        };

        var links = Markup.Of(chart).Elements("a", "exemplar").ToList();

        Assert.InRange(links.Count, 50, 100);
        Assert.Contains(links, l => (string)l.Attribute("href")! == "/trace/19999");
    }

    [Fact]
    public void What_happened_meanwhile_is_marked_if_it_is_in_sight()
    {
        var chart = Chart(new ChartSeries("a", [0, 1, 1, 1, 1])) with { Annotations = [new(60, "deployed"), new(-100, "before"), new(-100, "since") { End = 120 }] };

        var marks = Markup.Of(chart).Elements("g", "annotation").Select(e => (string)e.Attribute("aria-label")!).ToList();

        Assert.Equal(2, marks.Count);
        Assert.StartsWith("deployed", marks[0], StringComparison.Ordinal);
        Assert.StartsWith("since", marks[1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_legend_says_the_numbers_that_were_asked_for()
    {
        var series = new ChartSeries("a", [1, 4, double.NaN, 2, 3]);
        var chart = Chart(series) with
        {
            Left = new() { Format = ValueFormat.Of("s") },
            Legend = new() { Mode = LegendMode.Table, Calcs = ["lastNotNull", "mean", "max", "min", "sum", "range", "p75"] },
        };

        Assert.Equal(["a", "3 s", "2.50 s", "4 s", "1 s", "10 s", "3 s", "3.25 s"], Markup.Of(chart).Elements("td").Select(e => e.Value));
        Assert.Equal(["Name", "Last", "Mean", "Max", "Min", "Total", "Range", "75th %"], Markup.Of(chart).Elements("th").Select(e => e.Value));
    }

    [Fact]
    public void Whatever_the_legend_the_last_value_can_be_read()
    {
        foreach (var mode in Enum.GetValues<LegendMode>())
        {
            var markup = Markup.Of(Chart(new ChartSeries("a", [1, 4, 5, 2, 7.25])) with { Legend = new() { Mode = mode } });
            Assert.Contains(markup.Elements("ul"), e => e.Value.Contains("7.25", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_summary_says_what_is_drawn()
    {
        var image = Draw(new ChartSeries("errors", [1, 9, 5, 2, 7])).Elements("svg", "plot-svg").Single();

        Assert.Equal("img", (string)image.Attribute("role")!);
        Assert.Equal("Calls. 1 series from 1970-01-01 00:00 to 1970-01-01 00:04 UTC. errors: last 7, highest 9", (string)image.Attribute("aria-label")!);
    }

    [Fact]
    public void A_script_finds_the_values_and_the_times()
    {
        var markup = Draw(new ChartSeries("a", [1, double.NaN, 1234567.8, 2, 3]));

        Assert.Equal("1,,1.2346E+06,2,3", (string)markup.Elements("g", "series").Single().Attribute("data-values")!);
        Assert.Equal("0,60,60,60,60", (string)markup.Elements("div", "plot").Single().Attribute("data-times")!);
    }

    [Fact]
    public void More_series_than_can_be_read_are_left_out_and_that_is_said()
    {
        var markup = Draw([.. Enumerable.Range(0, 250).Select(i => new ChartSeries($"s{i}", [1, 2, 3, 4, 5]))]);

        Assert.Equal(TimeSeriesChart.MostSeries, markup.Elements("g", "series").Count());
        Assert.Contains("100 of 250 series", markup.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_does_not_grow_with_the_length_of_its_series()
    {
        var times = Enumerable.Range(0, 50_000).Select(i => (double)i).ToArray();
        var series = Enumerable.Range(0, 200).Select(s => new ChartSeries($"s{s}", [.. times.Select(t => Math.Sin(t * s))]) { FillOpacity = 0.1 }).ToList();

        var markup = Markup.Of(new TimeSeriesChart { Times = times, Series = series });

        Assert.InRange(markup.Text.Length, 100_000, 2_000_000);
        Assert.All(markup.Elements("path", "line"), p => Assert.InRange(Markup.Corners((string)p.Attribute("d")!).Count, 100, 1000));
    }

    [Fact]
    public void Where_there_is_nothing_that_is_said() =>
        Assert.Contains("no data yet", Markup.Of(new TimeSeriesChart { NoValue = "no data yet" }).Text, StringComparison.Ordinal);

    private static TimeSeriesChart Chart(params ChartSeries[] series) => new() { Title = "Calls", Times = Minutes, Series = series };

    private static Markup Draw(params ChartSeries[] series)
    {
        var markup = Markup.Of(Chart(series));
        markup.AssertSound();
        return markup;
    }
}
