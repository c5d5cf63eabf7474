using Tta.DemoWorkers.Common;
using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Wire;

/// <summary>What a workflow used, exactly. Amounts are decimal numbers as texts, since JSON numbers are read as binary ones.</summary>
internal sealed record UsageReport(
    long Calls, long UnpricedCalls, long PromptTokens, long CompletionTokens, string CostUsd, string SavedUsd,
    IReadOnlyList<ModelUsageReport> Models)
{
    public static readonly UsageReport None = new(0, 0, 0, 0, "0", "0", []);

    /// <summary>The sums, as the library keeps them.</summary>
    public UsageSnapshot ToSnapshot() =>
        new(Calls, UnpricedCalls, PromptTokens, CompletionTokens, Money.Parse(CostUsd), Money.Parse(SavedUsd));

    public static UsageReport From(WorkflowUsage usage)
    {
        var total = usage.Snapshot();
        return new(
            total.Calls, total.UnpricedCalls, total.PromptTokens, total.CompletionTokens, Money.Text(total.CostUsd), Money.Text(total.SavedUsd),
            [.. usage.ByModel().Select(entry => new ModelUsageReport(
                entry.Provider, entry.Model, entry.Usage.Calls, entry.Usage.UnpricedCalls,
                entry.Usage.PromptTokens, entry.Usage.CompletionTokens, Money.Text(entry.Usage.CostUsd)))]);
    }
}

/// <summary>The part of one model.</summary>
internal sealed record ModelUsageReport(
    string Provider, string Model, long Calls, long UnpricedCalls, long PromptTokens, long CompletionTokens, string CostUsd);
