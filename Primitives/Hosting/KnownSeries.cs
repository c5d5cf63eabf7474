using Labels = Tta.Primitives.TtaNames.Labels;
using Values = Tta.Primitives.TtaNames.Values;

namespace Tta.Primitives;

/// <summary>
/// Lets counters whose labels are known in advance begin at 0. A counter that appears with its first event has no change that
/// Prometheus could see, so <c>rate()</c> and <c>increase()</c> would miss the first failure, the first dollar, the first hit.
/// </summary>
/// <remarks>Call it when metrics are being collected already: what is counted before is not seen.</remarks>
public static class KnownSeries
{
    /// <summary>A workflow that may be executed: how executions end, and how many run.</summary>
    /// <param name="name">The workflow's name.</param>
    /// <param name="type">The workflow's type.</param>
    /// <param name="agentType">
    /// The kind of agent that runs it; none is <c>unknown</c>. From then on it is told apart when callers send it, whatever else they send.
    /// </param>
    public static void Workflow(string name, string type, string? agentType = null)
    {
        WorkflowNames.Add(name);
        if (agentType is not null)
        {
            SentLabels.AgentTypes.Announce(agentType);
        }

        KeyValuePair<string, object?> workflow = new(Labels.WorkflowName, name);
        KeyValuePair<string, object?> agent = new(Labels.AgentType, agentType ?? Values.Unknown);
        foreach (string status in (ReadOnlySpan<string>)[Values.Status.Success, Values.Status.Failed])
        {
            Instruments.WorkflowExecutions.Add(0, workflow, new(Labels.WorkflowType, type), new(Labels.Status, status), agent);
        }

        Instruments.WorkflowsActive.Add(0, workflow, agent);
    }

    /// <summary>A model that may be called: its tokens, and its cost when it has a price or else the calls of unknown cost.</summary>
    /// <param name="provider">Who serves it.</param>
    /// <param name="model">The model.</param>
    /// <param name="prices">What models cost, if known.</param>
    /// <param name="workflow">The workflow that calls it; none is <c>unknown</c>.</param>
    public static void Model(string provider, string model, IPriceTable? prices = null, string? workflow = null)
    {
        KeyValuePair<string, object?>[] labels =
            [new(Labels.WorkflowName, workflow ?? Values.Unknown), new(Labels.Provider, provider), new(Labels.Model, model)];
        bool priced = prices?.TryGetPrice(provider, model, out _) == true;
        foreach (string type in (ReadOnlySpan<string>)[Values.Token.Prompt, Values.Token.Completion])
        {
            Instruments.LlmTokens.Add(0, [.. labels, new(Labels.Type, type)]);
            if (!priced)
            {
                Instruments.LlmUnpricedTokens.Add(0, [.. labels, new(Labels.Type, type)]);
            }
        }

        if (priced)
        {
            Instruments.LlmCost.Add(0, labels);
        }
        else
        {
            Instruments.LlmUnpricedCalls.Add(0, labels);
        }
    }

    /// <summary>A cache: what happens on its levels, and what it saves.</summary>
    /// <param name="name">The cache's name.</param>
    /// <param name="secondLevelBackend">The second level's backend, if it has one.</param>
    /// <param name="workflow">The workflow that uses it; none is <c>unknown</c>.</param>
    public static void Cache(string name, string? secondLevelBackend = null, string? workflow = null)
    {
        KeyValuePair<string, object?> cache = new(Labels.CacheName, name);
        KeyValuePair<string, object?> of = new(Labels.WorkflowName, workflow ?? Values.Unknown);
        Instruments.CacheSavings.Add(0, of, cache);
        Instruments.CacheUnpricedHits.Add(0, of, cache);
        foreach (string operation in (ReadOnlySpan<string>)[Values.CacheOperation.Hit, Values.CacheOperation.Miss, Values.CacheOperation.Eviction])
        {
            Count(Values.MemoryBackend, operation);
        }

        if (secondLevelBackend is not null)
        {
            foreach (string operation in (ReadOnlySpan<string>)[Values.CacheOperation.Hit, Values.CacheOperation.Miss, Values.CacheOperation.Error])
            {
                Count(secondLevelBackend, operation);
            }
        }

        void Count(string backend, string operation) =>
            Instruments.CacheOperations.Add(0, cache, new(Labels.Backend, backend), new(Labels.Operation, operation));
    }

    /// <summary>A retry: how its further attempts end.</summary>
    /// <param name="name">The retry's name.</param>
    public static void Retry(string name)
    {
        Instruments.RetryAttempts.Add(0, new(Labels.PrimitiveName, name), new(Labels.Outcome, Values.Status.Success));
        Instruments.RetryAttempts.Add(0, new(Labels.PrimitiveName, name), new(Labels.Outcome, Values.Status.Failed));
    }

    /// <summary>A fallback: one of those that may have to take over.</summary>
    /// <param name="name">The name of the primitive that falls back.</param>
    /// <param name="fallback">The name of what takes over.</param>
    public static void Fallback(string name, string fallback) =>
        Instruments.FallbackActivations.Add(0, new(Labels.PrimitiveName, name), new(Labels.FallbackName, fallback));

    /// <summary>A time limit.</summary>
    /// <param name="name">The name of the primitive with the limit.</param>
    public static void Timeout(string name) => Instruments.Timeouts.Add(0, new KeyValuePair<string, object?>(Labels.PrimitiveName, name));

    /// <summary>A race: who may win it, and what is lost.</summary>
    /// <param name="name">The race's name.</param>
    /// <param name="runners">The names of its runners.</param>
    /// <param name="workflow">The workflow that it is part of; none is <c>unknown</c>.</param>
    /// <exception cref="ArgumentNullException">No <paramref name="runners"/>.</exception>
    public static void Race(string name, IEnumerable<string> runners, string? workflow = null)
    {
        ArgumentNullException.ThrowIfNull(runners);
        KeyValuePair<string, object?> of = new(Labels.WorkflowName, workflow ?? Values.Unknown);
        KeyValuePair<string, object?> race = new(Labels.PrimitiveName, name);
        Instruments.RaceLost.Add(0, of, race);
        foreach (string runner in runners)
        {
            Instruments.RaceWins.Add(0, of, race, new(Labels.Winner, runner));
        }
    }

    /// <summary>A budget: what it may decide once a limit is reached.</summary>
    /// <param name="name">The budget's name.</param>
    /// <param name="options">Its limits.</param>
    /// <param name="degrades">Whether something cheaper runs then; else it refuses.</param>
    /// <param name="workflow">The workflow that spends it; none is <c>unknown</c>.</param>
    /// <exception cref="ArgumentNullException">No <paramref name="options"/>.</exception>
    public static void Budget(string name, BudgetOptions options, bool degrades, string? workflow = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        string decision = degrades ? Values.BudgetDecision.Degraded : Values.BudgetDecision.Refused;
        Count(options.MaxTokens is not null, decision, Values.BudgetLimit.Tokens);
        Count(options.MaxCostUsd is not null, decision, Values.BudgetLimit.Dollars);
        Count(options.MaxCalls is not null, decision, Values.BudgetLimit.Calls);
        Count(options.MaxTime is not null, decision, Values.BudgetLimit.Time);
        Count(options.Scope != BudgetScope.Execution, Values.BudgetDecision.Forgotten, Values.Unknown);

        void Count(bool possible, string what, string limit)
        {
            if (possible)
            {
                Instruments.BudgetDecisions.Add(
                    0,
                    new(Labels.WorkflowName, workflow ?? Values.Unknown),
                    new(Labels.PrimitiveName, name),
                    new(Labels.Decision, what),
                    new(Labels.Limit, limit));
            }
        }
    }

    /// <summary>A model that is asked for answers of a shape: why they may have none.</summary>
    /// <param name="provider">Who serves it.</param>
    /// <param name="model">The model.</param>
    /// <param name="workflow">The workflow that asks; none is <c>unknown</c>.</param>
    public static void Answers(string provider, string model, string? workflow = null)
    {
        foreach (string reason in (ReadOnlySpan<string>)
            [Values.BadAnswer.Json, Values.BadAnswer.Shape, Values.BadAnswer.Length, Values.BadAnswer.Refused])
        {
            Instruments.LlmBadAnswers.Add(
                0,
                new(Labels.WorkflowName, workflow ?? Values.Unknown),
                new(Labels.Provider, provider),
                new(Labels.Model, model),
                new(Labels.Reason, reason));
        }
    }

    /// <summary>An adaptive primitive: its returns to the baseline.</summary>
    /// <param name="name">The adaptive primitive's name.</param>
    /// <param name="context">The context it learns for.</param>
    public static void Adaptive(string name, string context) =>
        Instruments.AdaptiveTrips.Add(0, new(Labels.PrimitiveName, name), new(Labels.Context, context));
}
