using System.Diagnostics.Metrics;
using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>What the ledger says, as series: set against the counters of the services that did the work, they show what those have lost.</summary>
internal static class LedgerMetrics
{
    private static readonly Counter<double> Cost = WorkerTelemetry.Meter.CreateCounter<double>(
        WorkerNames.LedgerCost, null, "What workflows that ended cost, as the ledger has it.");

    private static readonly UpDownCounter<long> Found = WorkerTelemetry.Meter.CreateUpDownCounter<long>(
        WorkerNames.LedgerInterrupted, "{workflow}", "Workflows that the process before had begun and never ended.");

    /// <summary>Lets the series of a workflow begin at 0.</summary>
    public static void Begin(string workflow)
    {
        Cost.Add(0, Label(workflow));
        Found.Add(0, Label(workflow));
    }

    public static void Spent(string workflow, decimal dollars) => Cost.Add((double)dollars, Label(workflow));

    public static void Interrupted(string workflow) => Found.Add(1, Label(workflow));

    private static KeyValuePair<string, object?> Label(string workflow) => new(WorkerNames.LedgerLabels[0], workflow);
}
