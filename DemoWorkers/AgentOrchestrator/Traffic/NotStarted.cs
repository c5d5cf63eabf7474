using System.Diagnostics.Metrics;
using Tta.DemoWorkers.Common;

namespace Tta.DemoWorkers.AgentOrchestrator.Traffic;

/// <summary>Counts arrivals that found every slot taken.</summary>
internal static class NotStarted
{
    private static readonly Counter<long> Arrivals = WorkerTelemetry.Meter.CreateCounter<long>(
        WorkerNames.WorkflowsNotStarted, "{workflow}", "Workflows that were due while every slot was taken.");

    /// <summary>Lets the counter of a workflow begin at 0.</summary>
    public static void Begin(string workflow) => Arrivals.Add(0, Label(workflow));

    public static void Count(string workflow) => Arrivals.Add(1, Label(workflow));

    private static KeyValuePair<string, object?> Label(string workflow) => new(WorkerNames.NotStartedLabels[0], workflow);
}
