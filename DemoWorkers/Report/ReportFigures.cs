namespace Tta.DemoWorkers.Report;

/// <summary>What happened in a period.</summary>
/// <param name="Workflows">Workflows that ended.</param>
/// <param name="Failed">Those that failed.</param>
/// <param name="CostDollars">What the priced model calls cost.</param>
/// <param name="SavingsDollars">What caches saved.</param>
/// <param name="UnpricedCalls">Model calls of unknown cost, on top.</param>
internal sealed record ReportFigures(double Workflows, double Failed, double CostDollars, double SavingsDollars, double UnpricedCalls)
{
    /// <summary>Share of the workflows that did not fail; nothing when there were none.</summary>
    public double? SuccessRatio => Workflows > 0 ? 1 - (Failed / Workflows) : null;
}
