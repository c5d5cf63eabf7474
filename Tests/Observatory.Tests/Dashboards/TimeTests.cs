using System.Globalization;
using Observatory.Dashboards.Model;
using Observatory.Dashboards.Times;

namespace Tta.Observatory.Tests.Dashboards;

public sealed class TimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 18, 14, 35, 20, TimeSpan.Zero); // a Wednesday

    [Theory]
    [InlineData("now-1h", "now", "2026-03-18T13:35:20Z", "2026-03-18T14:35:20Z")]
    [InlineData("now-90m", "now-30m", "2026-03-18T13:05:20Z", "2026-03-18T14:05:20Z")]
    [InlineData("now/d", "now/d", "2026-03-18T00:00:00Z", "2026-03-18T23:59:59.999Z")]
    [InlineData("now-1d/d", "now-1d/d", "2026-03-17T00:00:00Z", "2026-03-17T23:59:59.999Z")]
    [InlineData("now/w", "now", "2026-03-16T00:00:00Z", "2026-03-18T14:35:20Z")]
    [InlineData("now-1M/M", "now/y", "2026-02-01T00:00:00Z", "2026-12-31T23:59:59.999Z")]
    [InlineData("now/Q", "now/h", "2026-01-01T00:00:00Z", "2026-03-18T14:59:59.999Z")]
    [InlineData("1700000000000", "1700003600000", "2023-11-14T22:13:20Z", "2023-11-14T23:13:20Z")]
    [InlineData("2026-01-31T12:00:00Z", "2026-01-31T14:00:00+01:00", "2026-01-31T12:00:00Z", "2026-01-31T13:00:00Z")]
    public void Times_are_read_as_Grafana_writes_them(string from, string to, string begin, string end)
    {
        var time = DashboardTime.TryParse(from, to, Now)!;

        Assert.Equal((DateTimeOffset.Parse(begin, CultureInfo.InvariantCulture), DateTimeOffset.Parse(end, CultureInfo.InvariantCulture)), (time.From, time.To));
    }

    [Theory]
    [InlineData("now", "now-1h")]
    [InlineData("now", "now")]
    [InlineData("yesterday", "now")]
    [InlineData("now-", "now")]
    [InlineData("now-5", "now")]
    [InlineData("now-5q", "now")]
    [InlineData("now*2h", "now")]
    [InlineData("now-99999999999y", "now")]
    [InlineData("now-20y", "now")]
    [InlineData("-5", "now")]
    [InlineData("now-1h", "99999999999999999")]
    [InlineData("<script>", "now")]
    public void What_is_no_range_is_refused(string from, string to) => Assert.Null(DashboardTime.TryParse(from, to, Now));

    [Fact]
    public void A_panel_may_have_a_time_of_its_own()
    {
        var time = DashboardTime.TryParse("now-6h", "now-1h", Now)!;

        Assert.Equal((Now.AddMinutes(-5), Now), (time.Back("5m", Now).From, time.Back("5m", Now).To));
        Assert.Equal(Now.Date, time.Back("now/d", Now).From.UtcDateTime);
        Assert.Equal(time.From.AddDays(-1), time.Earlier("1d").From);
        Assert.Same(time, time.Back("nonsense", Now));
    }

    [Theory]
    [InlineData("15s", 15_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("500ms", 500)]
    [InlineData(">10s", 10_000)]
    [InlineData("2", 2_000)]
    [InlineData("1d", 86_400_000)]
    public void Durations_are_read_with_their_units(string text, double milliseconds)
    {
        Assert.True(IntervalText.TryParse(text, out var span));
        Assert.Equal(milliseconds, span.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("5x")]
    [InlineData("-5s")]
    [InlineData("0s")]
    [InlineData("999999999999999y")]
    [InlineData(null)]
    public void What_is_no_duration_is_refused(string? text) => Assert.False(IntervalText.TryParse(text, out _));

    [Theory]
    [InlineData(15, "15s")]
    [InlineData(60, "1m")]
    [InlineData(90, "90s")]
    [InlineData(7200, "2h")]
    [InlineData(0.5, "500ms")]
    public void Durations_are_written_with_the_largest_unit_that_divides_them(double seconds, string expected) => Assert.Equal(expected, IntervalText.Write(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("now-30m", 24, 5)] // 1680 points would be one a second: no finer than the scrapes
    [InlineData("now-6h", 24, 15)]
    [InlineData("now-6h", 6, 60)]
    [InlineData("now-7d", 12, 600)]
    [InlineData("now-9y", 24, 172_800)]
    public void The_step_comes_from_range_and_width(string from, int width, double seconds)
    {
        var panel = new Panel { Id = 1, Type = "timeseries", Place = new(0, 0, width, 8) };
        var step = QueryStep.Of(panel, DashboardTime.TryParse(from, "now", Now)!, TimeSpan.FromSeconds(5)).TotalSeconds;

        if (seconds < 100_000)
        {
            Assert.Equal(seconds, step);
        }
        else
        {
            Assert.True(step >= 86_400);
        }
    }

    [Fact]
    public void A_range_never_has_more_points_than_Prometheus_gives()
    {
        var panel = new Panel { Id = 1, Type = "timeseries", Place = new(0, 0, 24, 8), MaxDataPoints = 1_000_000 };
        var time = DashboardTime.TryParse("now-365d", "now", Now)!;

        Assert.True(time.Length / QueryStep.Of(panel, time, TimeSpan.FromSeconds(1)) <= 11_000);
    }

    [Theory]
    [InlineData(15, 5, 20)]
    [InlineData(60, 15, 75)]
    [InlineData(5, 15, 60)]
    public void Rates_look_back_over_several_scrapes(double step, double scrape, double expected) =>
        Assert.Equal(expected, QueryStep.Rate(TimeSpan.FromSeconds(step), TimeSpan.FromSeconds(scrape)).TotalSeconds);
}
