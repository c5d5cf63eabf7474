using Tta.DemoWorkers.WorkflowEngine.Wire;

namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>One workflow that has begun or ended.</summary>
/// <param name="Time">When it did.</param>
/// <param name="Sequence">Its number in the run.</param>
/// <param name="WorkflowId">Its id in traces.</param>
/// <param name="WorkflowName">Its kind.</param>
/// <param name="AgentType">Who did it.</param>
/// <param name="Status"><see cref="LedgerStatus.Started"/>, <see cref="LedgerStatus.Success"/> or <see cref="LedgerStatus.Failed"/>.</param>
/// <param name="Usage">What it used; null at the beginning, and when the engine could not say.</param>
internal sealed record LedgerEntry(
    DateTimeOffset Time, long Sequence, string WorkflowId, string WorkflowName, string AgentType, string Status, UsageReport? Usage)
{
    public bool IsSuccess => Status == LedgerStatus.Success;
}
