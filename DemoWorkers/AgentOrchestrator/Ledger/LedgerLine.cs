using Tta.DemoWorkers.WorkflowEngine.Wire;

namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>A line of the ledger's file.</summary>
internal sealed record LedgerLine(
    string Run, DateTimeOffset Time, long Sequence, string WorkflowId, string WorkflowName, string AgentType, string Status, UsageReport? Usage);
