using Tta.DemoWorkers.WorkflowEngine.Wire;

namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>One workflow that has ended.</summary>
/// <param name="Time">When it ended.</param>
/// <param name="Sequence">Its number in the run.</param>
/// <param name="WorkflowId">Its id in traces.</param>
/// <param name="WorkflowName">Its kind.</param>
/// <param name="AgentType">Who did it.</param>
/// <param name="Status"><c>success</c> or <c>failed</c>.</param>
/// <param name="Usage">What it used; null when the engine could not say.</param>
internal sealed record LedgerEntry(
    DateTimeOffset Time, long Sequence, string WorkflowId, string WorkflowName, string AgentType, string Status, UsageReport? Usage)
{
    public bool IsSuccess => Status == "success";
}
