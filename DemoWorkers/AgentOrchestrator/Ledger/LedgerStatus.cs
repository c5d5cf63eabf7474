namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>What a line of the ledger says of its workflow.</summary>
internal static class LedgerStatus
{
    /// <summary>It has begun. A line of its own, which another one closes.</summary>
    public const string Started = "started";

    /// <summary>It ended well.</summary>
    public const string Success = "success";

    /// <summary>It ended badly.</summary>
    public const string Failed = "failed";

    /// <summary>It had begun when its process ended, found at the start of the next one.</summary>
    public const string Interrupted = "interrupted";

    /// <summary>Not about a workflow: whatever is open begins again below, since lines above are missing.</summary>
    public const string Checkpoint = "checkpoint";
}
