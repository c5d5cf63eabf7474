namespace Tta.Primitives;

/// <summary>Adds up what a workflow's model calls use. Shared by a context and all contexts made from it; safe from any thread.</summary>
public sealed class WorkflowUsage
{
    private readonly Lock _gate = new();
    private readonly WorkflowUsage? _parent;
    private UsageSnapshot _total;

    /// <summary>Starts at zero.</summary>
    public WorkflowUsage()
    {
    }

    /// <summary>A meter of its own for a part of the work; what it adds reaches <paramref name="parent"/> too.</summary>
    internal WorkflowUsage(WorkflowUsage parent) => _parent = parent;

    /// <summary>Adds one model call.</summary>
    /// <param name="promptTokens">Tokens sent.</param>
    /// <param name="completionTokens">Tokens received.</param>
    /// <param name="costUsd">Its cost, or null when it is unknown.</param>
    public void AddCall(long promptTokens, long completionTokens, decimal? costUsd) =>
        Add(new UsageSnapshot(1, costUsd is null ? 1 : 0, promptTokens, completionTokens, costUsd ?? 0m, 0m));

    /// <summary>Adds what a cache hit did not spend.</summary>
    /// <param name="usd">US dollars.</param>
    public void AddSaved(decimal usd) => Add(new UsageSnapshot(0, 0, 0, 0, 0m, usd));

    /// <summary>Adds usage measured elsewhere, such as that of a remote part of the workflow.</summary>
    /// <param name="usage">What was used there.</param>
    public void Add(UsageSnapshot usage)
    {
        lock (_gate)
        {
            _total = new UsageSnapshot(
                _total.Calls + usage.Calls,
                _total.UnpricedCalls + usage.UnpricedCalls,
                _total.PromptTokens + usage.PromptTokens,
                _total.CompletionTokens + usage.CompletionTokens,
                _total.CostUsd + usage.CostUsd,
                _total.SavedUsd + usage.SavedUsd);
        }

        _parent?.Add(usage);
    }

    /// <summary>The consistent totals of this moment.</summary>
    public UsageSnapshot Snapshot()
    {
        lock (_gate)
        {
            return _total;
        }
    }
}
