using Tta.DemoWorkers.Common;
using Tta.DemoWorkers.WorkflowEngine.Models;
using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Wire;

/// <summary>What a workflow used, exactly. Amounts are decimal numbers as texts, since JSON numbers are read as binary ones.</summary>
internal sealed record UsageReport(
    long Calls, long UnpricedCalls, long PromptTokens, long CompletionTokens, string CostUsd, string SavedUsd,
    IReadOnlyList<ModelUsageReport> Models)
{
    public static readonly UsageReport None = new(0, 0, 0, 0, "0", "0", []);

    public static UsageReport From(UsageSnapshot usage, ModelUsageLog log) => new(
        usage.Calls, usage.UnpricedCalls, usage.PromptTokens, usage.CompletionTokens, Money.Text(usage.CostUsd), Money.Text(usage.SavedUsd),
        [.. log.Snapshot().Select(entry => new ModelUsageReport(
            entry.Provider, entry.Model, entry.Usage.Calls, entry.Usage.UnpricedCalls,
            entry.Usage.PromptTokens, entry.Usage.CompletionTokens, Money.Text(entry.Usage.CostUsd)))]);
}

/// <summary>The part of one model.</summary>
internal sealed record ModelUsageReport(
    string Provider, string Model, long Calls, long UnpricedCalls, long PromptTokens, long CompletionTokens, string CostUsd);
