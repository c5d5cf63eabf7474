namespace Tta.Dashboards.Boards;

/// <summary>From which spending on a figure is coloured: one budget, whether it is told per month or per hour, so that one amount has one colour.</summary>
internal static class Spending
{
    /// <summary>The budget that the cost board begins with, $ a month; the demo spends about two thirds of it.</summary>
    public const double Month = 25_000;

    /// <summary>Four fifths of it: time to look.</summary>
    public const double NearMonth = 0.8 * Month;

    /// <summary>The budget for an hour; a month has 730.</summary>
    public const double Hour = Month / 730;

    /// <inheritdoc cref="NearMonth"/>
    public const double NearHour = 0.8 * Hour;
}
