using Tta.DemoWorkers.WorkflowEngine.Wire;

namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>A line of the ledger's file. What is missing in a line of another's is null.</summary>
/// <param name="Run">The process that ran the workflow.</param>
/// <param name="Time">When what it says happened.</param>
/// <param name="Sequence">The workflow's number in the run; 0 in a checkpoint, which is about none.</param>
/// <param name="WorkflowId">Its id in traces.</param>
/// <param name="WorkflowName">Its kind.</param>
/// <param name="AgentType">Who did it.</param>
/// <param name="Status">One of <see cref="LedgerStatus"/>.</param>
/// <param name="Usage">What it used; null while it is not known.</param>
internal sealed record LedgerLine(
    string? Run, DateTimeOffset Time, long Sequence, string? WorkflowId, string? WorkflowName, string? AgentType, string? Status,
    UsageReport? Usage);
