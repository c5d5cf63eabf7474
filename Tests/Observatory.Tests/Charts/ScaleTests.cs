using FsCheck;
using FsCheck.Fluent;
using Observatory.Charts.Drawing;
using Observatory.Charts.Formats;

namespace Tta.Observatory.Tests.Charts;

public sealed class ScaleTests
{
    [Theory]
    [InlineData(0, 0.93, "0 0.2 0.4 0.6 0.8 1")]
    [InlineData(0, 7, "0 2 4 6 8")]
    [InlineData(-3, 4, "-4 -2 0 2 4")]
    [InlineData(1000, 1004, "1000 1001 1002 1003 1004")]
    [InlineData(40, 100, "0 20 40 60 80 100")]
    public void Marks_are_round_numbers_that_enclose_the_values(double low, double high, string ticks)
    {
        var scale = ValueScale.Of(new(), low, high);

        Assert.Equal(ticks, string.Join(' ', scale.Ticks.Select(t => scale.Write(t, ValueFormat.Plain))));
        Assert.True(scale.Min <= low && scale.Max >= high);
    }

    [Fact]
    public void Bytes_are_marked_at_powers_of_two()
    {
        var axis = new ChartAxis { Format = ValueFormat.Of("bytes") };
        var scale = ValueScale.Of(axis, 0, 5_000_000);
        Assert.Equal("0 B|1 MiB|2 MiB|3 MiB|4 MiB|5 MiB", string.Join('|', scale.Ticks.Select(t => scale.Write(t, axis.Format))));
    }

    [Fact]
    public void Long_durations_are_marked_at_times_that_clocks_have()
    {
        var axis = new ChartAxis { Format = ValueFormat.Of("s") };
        var scale = ValueScale.Of(axis, 0, 7000);
        Assert.Equal("0 s|30 mins|1 hour|1.5 hours|2 hours", string.Join('|', scale.Ticks.Select(t => scale.Write(t, axis.Format))));
    }

    [Fact]
    public void Limits_of_an_axis_hold_whatever_the_values_are()
    {
        var hard = ValueScale.Of(new() { Min = 0, Max = 1 }, 5, 10);
        var soft = ValueScale.Of(new() { SoftMin = 0, SoftMax = 100 }, 5, 10);
        var crossed = ValueScale.Of(new() { Min = 10, Max = 3 }, 5, 6);

        Assert.Equal((0, 1), (hard.Min, hard.Max));
        Assert.Equal((0, 100), (soft.Min, soft.Max));
        Assert.Equal(10, crossed.Min);
        Assert.True(crossed.Max > crossed.Min);
    }

    [Fact]
    public void Equal_values_lie_inside_the_plot()
    {
        foreach (var value in (double[])[0, 5, -5, 1e-12, 1e200])
        {
            Assert.InRange(ValueScale.Of(new(), value, value).Fraction(value), 0, 1);
        }
    }

    [Fact]
    public void A_logarithmic_axis_gives_each_power_the_same_room()
    {
        var scale = ValueScale.Of(new() { LogBase = 10 }, 0.02, 700);

        Assert.Equal([0.01, 0.1, 1, 10, 100, 1000], scale.Ticks.Select(t => Math.Round(t, 6)));
        Assert.Equal(0.4, scale.Fraction(1), 6);
        Assert.Equal(-1, scale.Fraction(0));
    }

    [Fact]
    public void It_does_not_matter_which_end_comes_first()
    {
        var (there, back) = (ValueScale.Of(new(), -0.5, 0), ValueScale.Of(new(), 0, -0.5));

        Assert.Equal((there.Min, there.Max), (back.Min, back.Max));
        Assert.True(back.Min <= -0.5 && back.Max >= 0);
    }

    [Fact]
    public void Any_values_get_a_scale_with_few_marks_in_it() => Prop.ForAll<(double, double), (double?, double?), bool>((range, limits, log) =>
    {
        var scale = ValueScale.Of(new() { Min = limits.Item1, Max = limits.Item2, LogBase = log ? 10 : null }, range.Item1, range.Item2);

        Assert.True(double.IsFinite(scale.Min) && double.IsFinite(scale.Max) && scale.Max > scale.Min);
        Assert.InRange(scale.Ticks.Count, 0, 14);
        Assert.All(scale.Ticks, t => Assert.InRange(scale.Fraction(t), -0.001, 1.001));
        Assert.True(double.IsFinite(scale.Fraction(range.Item1)) || double.IsNaN(range.Item1));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(3600, 600, "HH:mm")]
    [InlineData(900, 120, "HH:mm")]
    [InlineData(60, 10, "HH:mm:ss")]
    [InlineData(86400, 3 * 3600, "HH:mm")]
    [InlineData(30 * 86400, 7 * 86400, "MM-dd")]
    [InlineData(1000 * 86400.0, 180 * 86400, "yyyy-MM")]
    public void Times_are_marked_at_round_distances(double span, double step, string pattern)
    {
        const double Start = 1_790_000_123;
        var scale = new TimeScale(Start, Start + span);
        var ticks = scale.Ticks().ToList();

        Assert.Equal(step, scale.Step);
        Assert.InRange(ticks.Count, 4, 11);
        Assert.All(ticks, t => Assert.Equal(0, t.Time % step));
        Assert.Equal(pattern.Length, scale.Write(ticks[0].Time).Length);
    }

    [Fact]
    public void A_narrow_chart_keeps_every_fourth_mark() =>
        Assert.All(new TimeScale(0, 3600).Ticks().Where(t => t.Level == 0), t => Assert.Equal(0, t.Time % (4 * 600)));

    [Fact]
    public void A_range_over_days_shows_the_day_where_one_begins()
    {
        var texts = new TimeScale(1_789_990_000, 1_789_990_000 + (2 * 86400)).Ticks().Select(t => t.Time).ToList();
        var scale = new TimeScale(1_789_990_000, 1_789_990_000 + (2 * 86400));
        Assert.Contains("09-22", texts.Select(scale.Write));
        Assert.Contains("12:00", texts.Select(scale.Write));
    }

    [Fact]
    public void Any_times_get_a_scale_with_few_marks() => Prop.ForAll<double, double>((from, to) =>
    {
        var scale = new TimeScale(from, to);
        Assert.InRange(scale.Ticks().Count(), 0, 12);
        Assert.All(scale.Ticks(), t => Assert.InRange(scale.Fraction(t.Time), -0.001, 1.001));
    }).QuickCheckThrowOnFailure();
}
