namespace Tta.Primitives;

/// <summary>Adds up what a workflow's model calls use. Shared by a context and all contexts made from it; safe from any thread.</summary>
public sealed class WorkflowUsage
{
    // A workflow calls a handful of models; a provider that makes up names must not make the list grow.
    private const int MaxModels = 100;

    private readonly Lock _gate = new();
    private volatile WorkflowUsage? _payer;
    private UsageSnapshot _total;
    private List<ModelUsage>? _models;

    /// <summary>Starts at zero.</summary>
    public WorkflowUsage()
    {
    }

    /// <summary>Adds one model call, whichever model it was; it counts in no entry of <see cref="ByModel"/>.</summary>
    /// <param name="promptTokens">Tokens sent.</param>
    /// <param name="completionTokens">Tokens received.</param>
    /// <param name="costUsd">Its cost, or null when it is unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public void AddCall(long promptTokens, long completionTokens, decimal? costUsd) =>
        Add(CallOf(promptTokens, completionTokens, costUsd));

    /// <summary>Adds one call of a model.</summary>
    /// <param name="provider">Who served the model.</param>
    /// <param name="model">The model that was asked for.</param>
    /// <param name="promptTokens">Tokens sent.</param>
    /// <param name="completionTokens">Tokens received.</param>
    /// <param name="costUsd">Its cost, or null when it is unknown.</param>
    /// <exception cref="ArgumentNullException">No <paramref name="provider"/> or no <paramref name="model"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    public void AddCall(string provider, string model, long promptTokens, long completionTokens, decimal? costUsd) =>
        Add(new ModelUsage(provider, model, CallOf(promptTokens, completionTokens, costUsd)));

    /// <summary>Adds what a cache hit did not spend.</summary>
    /// <param name="usd">US dollars.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public void AddSaved(decimal usd) => Add(new UsageSnapshot(0, 0, 0, 0, 0m, usd));

    /// <summary>Adds usage measured elsewhere, such as that of a remote part of the workflow.</summary>
    /// <param name="usage">What was used there.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative: what has been used cannot be given back.</exception>
    public void Add(UsageSnapshot usage)
    {
        Check(usage);
        lock (_gate)
        {
            _total = Sum(_total, usage);
        }

        Added?.Invoke(usage);
        _payer?.Add(usage);
    }

    /// <summary>Adds one model's usage measured elsewhere, to its entry and to the total.</summary>
    /// <param name="usage">What was used there.</param>
    /// <exception cref="ArgumentException">It names no provider or no model.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative: what has been used cannot be given back.</exception>
    public void Add(ModelUsage usage)
    {
        ArgumentNullException.ThrowIfNull(usage.Provider, nameof(usage));
        ArgumentNullException.ThrowIfNull(usage.Model, nameof(usage));
        Check(usage.Usage);
        lock (_gate)
        {
            _total = Sum(_total, usage.Usage);
            AddToModel(usage);
        }

        Added?.Invoke(usage.Usage);
        _payer?.Add(usage);
    }

    /// <summary>The consistent totals of this moment.</summary>
    public UsageSnapshot Snapshot()
    {
        lock (_gate)
        {
            return _total;
        }
    }

    /// <summary>The sums of each model that was called, in the order of their first calls; beyond a hundred, one called <c>other</c>.</summary>
    public IReadOnlyList<ModelUsage> ByModel()
    {
        lock (_gate)
        {
            return _models is null ? [] : [.. _models];
        }
    }

    private static void Check(in UsageSnapshot usage)
    {
        if (usage is { Calls: >= 0, UnpricedCalls: >= 0, PromptTokens: >= 0, CompletionTokens: >= 0, CostUsd: >= 0, SavedUsd: >= 0 })
        {
            return;
        }

        throw new ArgumentOutOfRangeException(nameof(usage), usage, "Usage must not be negative.");
    }

    /// <summary>Sees what is added.</summary>
    internal Action<UsageSnapshot>? Added { get; set; }

    /// <summary>What is added from now on reaches <paramref name="payer"/> too, and nobody else.</summary>
    internal void BookTo(WorkflowUsage payer) => _payer = payer;

    private static UsageSnapshot CallOf(long promptTokens, long completionTokens, decimal? costUsd) =>
        new(1, costUsd is null ? 1 : 0, promptTokens, completionTokens, costUsd ?? 0m, 0m);

    private static UsageSnapshot Sum(in UsageSnapshot one, in UsageSnapshot other) => new(
        one.Calls + other.Calls,
        one.UnpricedCalls + other.UnpricedCalls,
        one.PromptTokens + other.PromptTokens,
        one.CompletionTokens + other.CompletionTokens,
        one.CostUsd + other.CostUsd,
        one.SavedUsd + other.SavedUsd);

    private void AddToModel(ModelUsage usage)
    {
        _models ??= [];
        int at = IndexOf(usage.Provider, usage.Model);
        if (at < 0 && _models.Count >= MaxModels)
        {
            usage = usage with { Provider = RouteReasons.Other, Model = RouteReasons.Other };
            at = IndexOf(usage.Provider, usage.Model);
        }

        if (at < 0)
        {
            _models.Add(usage);
        }
        else
        {
            _models[at] = _models[at] with { Usage = Sum(_models[at].Usage, usage.Usage) };
        }
    }

    private int IndexOf(string provider, string model)
    {
        for (int i = 0; i < _models!.Count; i++)
        {
            if (_models[i].Provider == provider && _models[i].Model == model)
            {
                return i;
            }
        }

        return -1;
    }
}
