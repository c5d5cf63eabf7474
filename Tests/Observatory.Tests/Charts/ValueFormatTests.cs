using FsCheck;
using FsCheck.Fluent;
using Observatory.Charts.Formats;

namespace Tta.Observatory.Tests.Charts;

public sealed class ValueFormatTests
{
    [Theory]
    [InlineData("s", 0.0015, "1.50 ms")]
    [InlineData("s", 0.00000042, "420 ns")]
    [InlineData("s", 2.5, "2.50 s")]
    [InlineData("s", 0, "0 s")]
    [InlineData("s", 90, "1.50 mins")]
    [InlineData("s", 3600, "1 hour")]
    [InlineData("s", 259200, "3 days")]
    [InlineData("s", -0.25, "-250 ms")]
    [InlineData("ms", 1500, "1.50 s")]
    [InlineData("µs", 12, "12 µs")]
    [InlineData("bytes", 1234, "1.21 KiB")]
    [InlineData("bytes", 1073741824, "1 GiB")]
    [InlineData("decbytes", 1500, "1.50 kB")]
    [InlineData("Bps", 1500, "1.50 kB/s")]
    [InlineData("bps", 1500, "1.50 kb/s")]
    [InlineData("currencyUSD", 12.3, "$12.30")]
    [InlineData("currencyUSD", -12.3, "-$12.30")]
    [InlineData("currencyUSD", 0.00123, "$0.00123")]
    [InlineData("currencyUSD", 1500000, "$1.50M")]
    [InlineData("percentunit", 0.456, "45.6%")]
    [InlineData("percent", 45.6, "45.6%")]
    [InlineData("short", 1234, "1.23 K")]
    [InlineData("short", 2.5e6, "2.50 Mil")]
    [InlineData("short", 17, "17")]
    [InlineData("ops", 0.5, "0.500 ops/s")]
    [InlineData("reqps", 12345, "12.3 K req/s")]
    [InlineData("none", 1234567, "1234567")]
    [InlineData("none", 1e300, "1e+300")]
    [InlineData("hertz", 2500, "2.50 kHz")]
    [InlineData("dtdurations", 7500, "2 hours, 5 minutes")]
    [InlineData("dtdurations", 86405, "1 day")]
    [InlineData("dateTimeAsIso", 1790000000000, "2026-09-21 14:13:20")]
    [InlineData("dateTimeAsIso", 1e300, "1e+297")]
    [InlineData("bool_yes_no", 1, "Yes")]
    [InlineData("suffix:cats", 3, "3 cats")]
    [InlineData("prefix:№", 3, "№3")]
    [InlineData("widgets", 3, "3 widgets")]
    public void A_number_is_written_in_its_unit(string unit, double value, string text) => Assert.Equal(text, ValueFormat.Of(unit).Format(value));

    [Theory]
    [InlineData("s", 0.0015, 1, "1.5 ms")]
    [InlineData("percentunit", 0.45, 1, "45.0%")]
    [InlineData("short", 1234, 1, "1.2 K")]
    [InlineData("bytes", 1234, 1, "1.2 KiB")]
    [InlineData("currencyUSD", 12.3, 2, "$12.30")]
    [InlineData("none", -0.004, 1, "0.0")]
    [InlineData("none", 3, -5, "3")]
    [InlineData("none", 3, 99, "3.000000000000")]
    public void The_digits_that_were_asked_for_are_written(string unit, double value, int decimals, string text) =>
        Assert.Equal(text, ValueFormat.Of(unit, decimals).Format(value));

    [Theory]
    [InlineData("short", 999.9999, "1 K")]
    [InlineData("s", 0.9999999, "1 s")]
    [InlineData("s", 59.99999, "1 min")]
    public void Rounding_leads_to_the_next_scale(string unit, double value, string text) => Assert.Equal(text, ValueFormat.Of(unit).Format(value));

    [Theory]
    [InlineData("s", 0, 0.2, "0 s")]
    [InlineData("s", 0.2, 0.2, "200 ms")]
    [InlineData("s", 1.2, 0.2, "1.2 s")]
    [InlineData("short", 1500, 500, "1.5 K")]
    [InlineData("short", 2000, 500, "2 K")]
    [InlineData("none", 0.25, 0.25, "0.25")]
    [InlineData("none", 0.30000000000000004, 0.1, "0.3")]
    [InlineData("percentunit", 0.125, 0.025, "12.5%")]
    [InlineData("s", 0, 5e-8, "0 s")]
    public void A_mark_has_the_digits_that_it_needs(string unit, double value, double step, string text) =>
        Assert.Equal(text, ValueFormat.Of(unit).FormatTick(value, step));

    [Fact]
    public void What_is_no_number_has_a_text_of_its_own()
    {
        var format = new ValueFormat { Unit = "s", NoValue = "no data yet" };

        Assert.Equal("no data yet", format.Format(double.NaN));
        Assert.Equal("no data yet", format.FormatTick(double.NaN, 1));
        Assert.Equal("∞", format.Format(double.PositiveInfinity));
        Assert.Equal("-∞", format.Format(double.NegativeInfinity));
    }

    [Fact]
    public void The_first_mapping_that_fits_stands_for_a_value()
    {
        var format = new ValueFormat
        {
            Unit = "s",
            NoValue = "none",
            Mappings =
            [
                new() { Value = "0", Text = "Down", Color = ChartColor.Parse("red") },
                new() { From = 1, To = 2, Text = "Up" },
                new() { From = 2, Text = "More" },
                new() { MatchesNaN = true, Text = "Lost" },
                new() { Pattern = "/^err/", Text = "Bad" },
                new() { Pattern = "(", Text = "never" },
                new() { Value = "x", Color = ChartColor.Gray },
            ],
        };

        Assert.Equal(["Down", "Up", "Up", "More", "Lost", "-1 s"], ((double[])[0, 1, 2, 99, double.NaN, -1]).Select(format.Format));
        Assert.Equal(["Down", "Bad", "x", "ok"], ((string[])["0", "error", "x", "ok"]).Select(format.Format));
        Assert.Equal(ChartColor.Parse("red"), format.MappingOf(0)!.Color);
    }

    [Fact]
    public void Whatever_the_unit_and_the_number_the_text_is_short_and_says_something() => Prop.ForAll<double, int?>((value, decimals) =>
    {
        foreach (var unit in (string[])["", "s", "ms", "bytes", "short", "currencyUSD", "percentunit", "ops", "dtdurations", "dateTimeAsIso", "hertz", "dthms", "sci", "locale", "strange|unit,;"])
        {
            var text = ValueFormat.Of(unit, decimals).Format(value);
            Assert.InRange(text.Length, 1, 60);
            Assert.InRange(ValueFormat.Of(unit).FormatTick(value, Math.Abs(value) / 5).Length, 1, 60);
        }
    }).QuickCheckThrowOnFailure();
}
