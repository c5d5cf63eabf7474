using System.Globalization;

namespace Tta.DemoWorkers.Report;

/// <summary>The report as a person reads it.</summary>
internal static class ReportText
{
    public static string Write(ReportFigures figures, string period, DateTimeOffset until) => string.Create(CultureInfo.InvariantCulture, $"""
        The last {period} until {until:yyyy-MM-dd HH:mm:ss} UTC
        workflows        {figures.Workflows:0}{Success(figures)}
        cost             ${figures.CostDollars:0.0000}{Unpriced(figures)}
        saved by caches  ${figures.SavingsDollars:0.0000}
        """);

    private static string Success(ReportFigures figures) => figures.SuccessRatio is { } ratio
        ? string.Create(CultureInfo.InvariantCulture, $", {figures.Failed:0} of them failed ({100 * ratio:0.0} % succeeded)")
        : "";

    private static string Unpriced(ReportFigures figures) => figures.UnpricedCalls > 0
        ? string.Create(CultureInfo.InvariantCulture, $", and {figures.UnpricedCalls:0} calls of unknown cost")
        : "";
}
