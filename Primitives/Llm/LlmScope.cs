using Microsoft.Extensions.AI;

namespace Tta.Primitives;

/// <summary>One execution of a model primitive, for the model calls and the tools that happen inside its client.</summary>
internal sealed class LlmScope(LlmOptions options, LlmTelemetry telemetry, WorkflowContext context)
{
    private readonly Lock _gate = new();
    private readonly List<FunctionCallContent> _asked = [];
    private long? _prompt = 0;
    private long? _completion = 0;
    private long? _cached;
    private long? _reasoning;
    private decimal? _cost = 0;

    public LlmOptions Options => options;

    public LlmTelemetry Telemetry => telemetry;

    public WorkflowContext Context => context;

    /// <summary>A model call has ended.</summary>
    public void Ended(LlmResponse response)
    {
        lock (_gate)
        {
            // What one call leaves unknown makes the sum unknown.
            _prompt += response.PromptTokens;
            _completion += response.CompletionTokens;
            _cost += response.CostUsd;
            _cached = response.CachedPromptTokens is { } cached ? (_cached ?? 0) + cached : _cached;
            _reasoning = response.ReasoningTokens is { } reasoning ? (_reasoning ?? 0) + reasoning : _reasoning;
            _asked.AddRange(response.ToolCalls);
        }
    }

    /// <summary>The whole answer with what all its calls took.</summary>
    public LlmResponse Sum(LlmResponse answer)
    {
        lock (_gate)
        {
            return answer with
            {
                PromptTokens = _prompt,
                CompletionTokens = _completion,
                CachedPromptTokens = _cached,
                ReasoningTokens = _reasoning,
                CostUsd = _cost,
            };
        }
    }

    /// <summary>The id by which the model asked for a call; null where nobody saw it ask.</summary>
    public string? CallIdOf(string tool, AIFunctionArguments arguments)
    {
        lock (_gate)
        {
            int at = _asked.FindIndex(call => call.Name == tool && AreSame(call.Arguments, arguments));
            at = at >= 0 ? at : _asked.FindIndex(call => call.Name == tool);
            if (at < 0)
            {
                return null;
            }

            string id = _asked[at].CallId;
            _asked.RemoveAt(at);
            return id;
        }
    }

    /// <summary>Whether they are what the model said: clients hand the values on as they came.</summary>
    private static bool AreSame(IDictionary<string, object?>? asked, AIFunctionArguments given) =>
        (asked?.Count ?? 0) == given.Count
        && (asked is null || asked.All(pair => given.TryGetValue(pair.Key, out object? value) && Equals(value, pair.Value)));
}
