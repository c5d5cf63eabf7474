using FsCheck;
using FsCheck.Fluent;
using Observatory.Charts;
using Observatory.Charts.Formats;
using Observatory.Charts.Graphs;
using Observatory.Charts.Heatmaps;
using Observatory.Charts.Tables;
using Observatory.Charts.TimeSeries;
using Observatory.Charts.Values;

namespace Tta.Observatory.Tests.Charts;

/// <summary>Whatever the data, every chart writes markup that is well formed, bounded, and holds numbers where numbers belong.</summary>
public sealed class AnyDataTests
{
    private const string Script = "<script>alert('x')</script>\"' onload=x {0} ${x} \0\uD800";

    private static readonly double[] Odd =
        [0, -0.0, 1, -1, 1e-320, 1e-12, 1e308, -1e308, double.MaxValue, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 42.5];

    public static TheoryData<int> Shapes => [.. Enumerable.Range(0, Every([], [], "").Count())];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Any_numbers_make_sound_markup(int shape) => Prop.ForAll<double[], double[], byte>((times, values, length) =>
    {
        // As often in order and of one length as not.
        var ordered = length % 2 == 0 ? times : Enumerable.Range(0, length % 40).Select(i => 1.79e9 + (i * 15.0)).ToArray();
        var chart = Every(ordered, values, "a").ElementAt(shape);

        var markup = Markup.Of(chart);

        markup.AssertSound();
        Assert.DoesNotContain("NaN", markup.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", markup.Text, StringComparison.Ordinal);
        Assert.InRange(markup.Text.Length, 20, 100_000);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Odd_numbers_make_sound_markup(int shape)
    {
        foreach (var count in (int[])[0, 1, 2, Odd.Length])
        {
            foreach (var turn in Enumerable.Range(0, Odd.Length))
            {
                double[] values = [.. Odd.Skip(turn).Concat(Odd.Take(turn)).Take(count)];
                Markup.Of(Every([.. Enumerable.Range(0, count).Select(i => 1.79e9 + (i * 15.0))], values, "a").ElementAt(shape)).AssertSound();
                Markup.Of(Every(values, values, "a").ElementAt(shape)).AssertSound();
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Whatever_comes_from_outside_is_text(int shape)
    {
        var markup = Markup.Of(Every([1, 2, 3], [1, 2, 3], Script).ElementAt(shape));

        markup.AssertSound();
        Assert.DoesNotContain("<script", markup.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("alert(", markup.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_chart_without_data_says_what_it_was_told_to(int shape) =>
        Assert.Contains("nothing here", Markup.Of(Every([], [], "a").ElementAt(shape)).Text, StringComparison.Ordinal);

    private static IEnumerable<IChart> Every(double[] times, double[] values, string name)
    {
        var format = new ValueFormat { Unit = name == "a" ? "s" : name, NoValue = "nothing here" };
        var value = values.Length > 0 ? values[0] : double.NaN;
        ChartColor[] colors = [ChartColor.Parse(name), ChartColor.Parse("#123456"), ChartColor.Palette(3)];
        Threshold[] steps = [new(double.NegativeInfinity, colors[0]), .. values.Take(3).Select((v, i) => new Threshold(v, colors[i]))];
        ChartLink[] links = [new(name, name), new("/x?" + name, name)];
        ChartSeries Series(SeriesStyle style) => new(name, values) { Style = style, Color = colors[(int)style % 3], FillOpacity = value, Width = value, Dashes = [value, 3], ShowPoints = true, Links = links, Format = format };
        TimeSeriesChart Time(params ChartSeries[] series) => new()
        {
            Title = name,
            Times = times,
            Series = values.Length == 0 ? [] : series,
            Left = new() { Format = format, Label = name },
            Thresholds = steps,
            ThresholdStyle = ThresholdStyle.Dashed,
            NoValue = "nothing here",
            Exemplars = [.. times.Take(5).Select(t => new ChartExemplar(t, value, "/trace/" + name, name))],
            Annotations = [.. times.Take(3).Select(t => new ChartAnnotation(t, name) { End = value, Color = colors[1] })],
        };
        ChartValue[] single = [.. values.Take(30).Select((v, i) => new ChartValue(name, v) { Format = format, Thresholds = steps, Trend = values, Links = links, Min = i == 1 ? v : null, Max = i == 2 ? v : null })];

        yield return Time(Series(SeriesStyle.Line), Series(SeriesStyle.Step));
        yield return Time(Series(SeriesStyle.Bars), Series(SeriesStyle.Points) with { RightAxis = true }) with { ThresholdStyle = ThresholdStyle.Area };
        yield return Time(Series(SeriesStyle.Line) with { StackGroup = name }, Series(SeriesStyle.Bars) with { StackGroup = name });
        yield return Time(Series(SeriesStyle.Line) with { StackGroup = name, StackPercent = true }, Series(SeriesStyle.Step) with { StackGroup = name, StackPercent = true });
        yield return Time(Series(SeriesStyle.Line), Series(SeriesStyle.Bars)) with { Left = new() { LogBase = 10, Format = format, Label = name } };
        yield return Time(Series(SeriesStyle.Line)) with { Left = new() { Min = value, Max = values.LastOrDefault(), Format = format, Label = name }, From = value, To = values.LastOrDefault() };
        yield return Time(Series(SeriesStyle.Line)) with { Legend = new() { Mode = LegendMode.Table, Right = true, Calcs = ["mean", "sum"] } };
        yield return new StatTile { Title = name, Values = single, NoValue = "nothing here" };
        yield return new StatTile { Title = name, Values = [.. single.Select(v => v with { Text = name })], ColorMode = StatColorMode.Background, NoValue = "nothing here" };
        yield return new GaugeDial { Title = name, Values = single, NoValue = "nothing here" };
        yield return new BarGauge { Title = name, Values = single, NoValue = "nothing here" };
        yield return new BarGauge { Title = name, Values = single, Vertical = true, NoValue = "nothing here" };
        yield return new PieChart { Title = name, Values = single, LegendPercent = true, Donut = true, NoValue = "nothing here" };
        yield return new Heatmap { Title = name, Times = times, Rows = [new(name, values) { Links = links }, new(name, [.. values.Reverse()])], Min = value, Exponent = value, NoValue = "nothing here" };
        yield return new Heatmap { Title = name, Times = times, Rows = [.. values.Take(20).Select(v => new HeatmapRow(name, values) { UpperBound = v }), .. values.Take(1).Select(v => new HeatmapRow(name, values))], HideUpTo = value, Thresholds = steps, NoValue = "nothing here" };
        yield return new DataTable
        {
            Title = name,
            Columns = [new(name) { Format = format, Style = CellStyle.Gauge, Thresholds = steps, Min = value }, new(name) { Style = CellStyle.ColorBackground, Thresholds = steps, Format = format }],
            Rows = [.. values.Select(v => (IReadOnlyList<TableCell>)[new() { Number = v, Links = links }, new() { Number = v, Text = name, Color = colors[1] }])],
            NoValue = "nothing here",
        };
        yield return new NodeGraph
        {
            Title = name,
            Nodes = [.. values.Select((v, i) => new GraphNode($"{name}{i}") { Main = format.Format(v), Subtitle = name, Arc = [(v, colors[0]), (1, colors[1])], Links = links })],
            Edges = [.. values.Select((v, i) => new GraphEdge($"{name}{i}", $"{name}{i * 7 % values.Length}") { Main = name, Thickness = v, Color = colors[1], Links = links })],
            NoValue = "nothing here",
        };
    }
}
