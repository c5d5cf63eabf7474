namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>The answer of <c>GET /ledger</c>: the sums since this process started. Amounts are decimal numbers as texts.</summary>
internal sealed record LedgerReport(
    string Run,
    DateTimeOffset StartedAt,
    bool Paused,
    WorkflowCounts Workflows,
    TokenCounts Tokens,
    string CostUsd,
    string SavedUsd,
    long Calls,
    long UnpricedCalls,
    IReadOnlyList<WorkflowTotals> ByWorkflow,
    IReadOnlyList<ModelTotals> ByModel);

/// <summary>How many workflows.</summary>
/// <param name="Started">Started, in all.</param>
/// <param name="Succeeded">Ended well.</param>
/// <param name="Failed">Ended badly.</param>
/// <param name="Active">Running now.</param>
/// <param name="NotStarted">Arrivals for which no slot was free.</param>
/// <param name="Unreported">Ended without a word on what they used, since the engine did not answer.</param>
/// <param name="Interrupted">Begun by the process before, as its file says, and never ended. Not among those started.</param>
internal sealed record WorkflowCounts(
    long Started, long Succeeded, long Failed, long Active, long? NotStarted, long Unreported, long? Interrupted);

/// <summary>How many tokens.</summary>
internal sealed record TokenCounts(long Prompt, long Completion);

/// <summary>The part of one kind of workflow.</summary>
internal sealed record WorkflowTotals(
    string WorkflowName, WorkflowCounts Workflows, TokenCounts Tokens, string CostUsd, string SavedUsd, long Calls, long UnpricedCalls);

/// <summary>The part of one model.</summary>
internal sealed record ModelTotals(
    string Provider, string Model, long Calls, long UnpricedCalls, TokenCounts Tokens, string CostUsd);
