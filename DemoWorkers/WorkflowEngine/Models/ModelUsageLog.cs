using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Models;

/// <summary>What one execution's model calls used, apart for each provider and model. Safe from any thread.</summary>
internal sealed class ModelUsageLog
{
    private const string StateKey = "engine.model_usage";
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Provider, string Model), UsageSnapshot> _byModel = [];

    /// <summary>Begins a log for an execution; all contexts made from its context share it.</summary>
    public static ModelUsageLog Begin(WorkflowContext context)
    {
        var log = new ModelUsageLog();
        context.State[StateKey] = log;
        return log;
    }

    /// <summary>The execution's log, if one was begun.</summary>
    public static ModelUsageLog? Of(WorkflowContext context) =>
        context.State.TryGetValue(StateKey, out var log) ? log as ModelUsageLog : null;

    public void Add(string provider, string model, LlmResponse response)
    {
        lock (_gate)
        {
            var before = _byModel.GetValueOrDefault((provider, model));
            _byModel[(provider, model)] = before with
            {
                Calls = before.Calls + 1,
                UnpricedCalls = before.UnpricedCalls + (response.CostUsd is null ? 1 : 0),
                PromptTokens = before.PromptTokens + (response.PromptTokens ?? 0),
                CompletionTokens = before.CompletionTokens + (response.CompletionTokens ?? 0),
                CostUsd = before.CostUsd + (response.CostUsd ?? 0),
            };
        }
    }

    public IReadOnlyList<(string Provider, string Model, UsageSnapshot Usage)> Snapshot()
    {
        lock (_gate)
        {
            return [.. _byModel.Select(pair => (pair.Key.Provider, pair.Key.Model, pair.Value))];
        }
    }
}
