using Observatory.Dashboards.Model;

namespace Observatory.Dashboards.Times;

/// <summary>How far a query's points are apart, as Grafana reckons it: the time by the panel's width, rounded to a usual interval.</summary>
internal static class QueryStep
{
    /// <summary>Prometheus gives no more points of a series.</summary>
    private const int MostPoints = 11_000;
    private const int PixelsOfColumn = 70;

    // Up to the first number, the second.
    private static readonly (long UpTo, long Interval)[] Rounding =
    [
        (10, 1), (15, 10), (35, 20), (75, 50), (150, 100), (350, 200), (750, 500), (1_500, 1_000), (3_500, 2_000), (7_500, 5_000), (12_500, 10_000),
        (17_500, 15_000), (25_000, 20_000), (45_000, 30_000), (90_000, 60_000), (210_000, 120_000), (450_000, 300_000), (750_000, 600_000),
        (1_050_000, 900_000), (1_500_000, 1_200_000), (2_700_000, 1_800_000), (5_400_000, 3_600_000), (9_000_000, 7_200_000), (16_200_000, 10_800_000),
        (32_400_000, 21_600_000), (86_400_000, 43_200_000), (604_800_000, 86_400_000), (1_814_400_000, 604_800_000), (3_628_800_000, 2_592_000_000),
    ];

    /// <summary>The step for a panel.</summary>
    public static TimeSpan Of(Panel panel, DashboardTime time, TimeSpan least)
    {
        var points = Math.Clamp(panel.MaxDataPoints ?? (panel.Place.Width * PixelsOfColumn), 10, MostPoints);
        var raw = (long)(time.Length.TotalMilliseconds / points);
        var rounded = 31_536_000_000;
        foreach (var (upTo, interval) in Rounding)
        {
            if (raw < upTo)
            {
                rounded = interval;
                break;
            }
        }

        var limit = TimeSpan.FromMilliseconds(Math.Ceiling(time.Length.TotalMilliseconds / MostPoints));
        return TimeSpan.FromTicks(Math.Max(TimeSpan.FromMilliseconds(rounded).Ticks, Math.Max(least.Ticks, limit.Ticks)));
    }

    /// <summary>How far <c>rate</c> has to look back to see at least two samples: <c>$__rate_interval</c>.</summary>
    public static TimeSpan Rate(TimeSpan step, TimeSpan scrape) => TimeSpan.FromTicks(Math.Max((step + scrape).Ticks, 4 * scrape.Ticks));
}
