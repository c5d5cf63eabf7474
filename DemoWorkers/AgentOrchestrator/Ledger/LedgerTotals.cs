using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.WorkflowEngine.Wire;

namespace Tta.DemoWorkers.AgentOrchestrator.Ledger;

/// <summary>Sums of a group of workflows. Guarded by the ledger's lock.</summary>
internal sealed class LedgerTotals
{
    public long Started { get; set; }

    public long Succeeded { get; private set; }

    public long Failed { get; private set; }

    public long Unreported { get; private set; }

    public long PromptTokens { get; private set; }

    public long CompletionTokens { get; private set; }

    public long Calls { get; private set; }

    public long UnpricedCalls { get; private set; }

    public decimal CostUsd { get; private set; }

    public decimal SavedUsd { get; private set; }

    public void Add(LedgerEntry entry)
    {
        if (entry.IsSuccess)
        {
            Succeeded++;
        }
        else
        {
            Failed++;
        }

        if (entry.Usage is not { } usage)
        {
            Unreported++;
            return;
        }

        Add(usage.Calls, usage.UnpricedCalls, usage.PromptTokens, usage.CompletionTokens, usage.CostUsd);
        SavedUsd += Money.Parse(usage.SavedUsd);
    }

    public void Add(ModelUsageReport usage) =>
        Add(usage.Calls, usage.UnpricedCalls, usage.PromptTokens, usage.CompletionTokens, usage.CostUsd);

    public WorkflowCounts Counts(long? notStarted, long? interrupted) =>
        new(Started, Succeeded, Failed, Started - Succeeded - Failed, notStarted, Unreported, interrupted);

    public TokenCounts Tokens() => new(PromptTokens, CompletionTokens);

    private void Add(long calls, long unpricedCalls, long promptTokens, long completionTokens, string costUsd)
    {
        Calls += calls;
        UnpricedCalls += unpricedCalls;
        PromptTokens += promptTokens;
        CompletionTokens += completionTokens;
        CostUsd += Money.Parse(costUsd);
    }
}
