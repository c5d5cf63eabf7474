namespace Tta.DemoWorkers.WorkflowEngine.Faults;

/// <summary>What is wrong with a step of a workflow, on purpose.</summary>
/// <param name="ErrorRate">Share of its executions that fail, 0 to 1. Of a check: that find the input invalid.</param>
/// <param name="DelaySeconds">How much longer each execution takes, seconds.</param>
/// <param name="MissRate">Share of a cache's look-ups that find nothing, 0 to 1.</param>
internal sealed record StepFault(double ErrorRate = 0, double DelaySeconds = 0, double MissRate = 0);
