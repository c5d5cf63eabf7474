using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Tta.DemoWorkers.WorkflowEngine.Models;
using Tta.DemoWorkers.WorkflowEngine.Wire;
using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>
/// Makes the primitives that the workflows share, with the demo's defaults. Whatever has a name can be configured in the
/// section <c>Workflows:{workflow}:{name}</c>.
/// </summary>
internal sealed class WorkflowTools(Func<string, string, IChatClient> clients, IPriceTable prices, IDistributedCache cache)
{
    private const int MaxPromptLength = 4000;
    private readonly ConcurrentDictionary<(string Provider, string Model), IChatClient> _clients = new();
    private readonly ConcurrentBag<Action> _knownSeries = [];

    /// <summary>Lets the counters of everything made here begin at 0; to be called when metrics are collected.</summary>
    public void BeginSeries()
    {
        foreach (var begin in _knownSeries)
        {
            begin();
        }
    }

    /// <summary>A model call. The model is one of <see cref="DemoModels"/>.</summary>
    public WorkflowPrimitive<string, LlmResponse> Llm(WorkflowSetup workflow, string name, ModelChoice model, string instructions)
    {
        var options = new LlmOptions
        {
            Name = name,
            Provider = model.Provider,
            Model = model.Model,
            ModelTier = model.Tier,
            Temperature = 0.2,
            Instructions = instructions,
            Prices = prices,
        };
        workflow.Section(name).Bind(options);
        var client = _clients.GetOrAdd((options.Provider, options.Model), key => clients(key.Provider, key.Model));
        _knownSeries.Add(() => KnownSeries.Model(options.Provider, options.Model, prices, workflow.Name));
        return new LlmPrimitive(client, options);
    }

    /// <summary>Tries again soon: the demo's models are about ten times as fast as real ones.</summary>
    public WorkflowPrimitive<string, LlmResponse> Retry(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, LlmResponse> inner, int maxRetries = 3)
    {
        var options = new RetryOptions
        {
            Name = name,
            MaxRetries = maxRetries,
            BaseDelay = TimeSpan.FromMilliseconds(50),
            MaxDelay = TimeSpan.FromSeconds(2),
            ShouldRetry = exception => exception is ModelCallException { IsTransient: true },
        };
        workflow.Section(name).Bind(options);
        _knownSeries.Add(() => KnownSeries.Retry(name));
        return new RetryPrimitive<string, LlmResponse>(inner, options);
    }

    /// <summary>Keeps answers in memory and in the cache layer, by the prompt alone.</summary>
    public WorkflowPrimitive<string, LlmResponse> Cache(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, LlmResponse> inner)
    {
        var options = new CacheOptions<LlmResponse>
        {
            Name = name,
            MaxEntries = 500,

            // Short enough that a demo that runs for long goes on missing, too.
            TimeToLive = TimeSpan.FromMinutes(5),
            SecondLevel = cache,
            Serializer = new JsonCacheSerializer<LlmResponse>(EngineJson.Default.LlmResponse),
            SizeOf = response => 2L * response.Text.Length,
        };
        workflow.Section(name).Bind(options);
        _knownSeries.Add(() => KnownSeries.Cache(name, options.SecondLevelBackend, workflow.Name));
        return new CachePrimitive<string, LlmResponse>(inner, (prompt, _) => Normalize(prompt), options);
    }

    /// <summary>Keeps a few answers in this process.</summary>
    public WorkflowPrimitive<string, LlmResponse> SmallCache(
        WorkflowSetup workflow, string name, int maxEntries, Func<string, string> key, WorkflowPrimitive<string, LlmResponse> inner)
    {
        var options = new CacheOptions<LlmResponse>
        {
            Name = name,
            MaxEntries = maxEntries,
            TimeToLive = TimeSpan.FromMinutes(5),
            SizeOf = response => 2L * response.Text.Length,
        };
        workflow.Section(name).Bind(options);
        _knownSeries.Add(() => KnownSeries.Cache(name, workflow: workflow.Name));
        return new CachePrimitive<string, LlmResponse>(inner, (prompt, _) => key(prompt), options);
    }

    /// <summary>Does something else when the first fails.</summary>
    public WorkflowPrimitive<string, T> Fallback<T>(string name, WorkflowPrimitive<string, T> first, WorkflowPrimitive<string, T> second)
    {
        _knownSeries.Add(() => KnownSeries.Fallback(name, second.Name));
        return new FallbackPrimitive<string, T>(first, [second], new FallbackOptions { Name = name });
    }

    /// <summary>Waits so long and no longer.</summary>
    public WorkflowPrimitive<string, LlmResponse> Limit(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, LlmResponse> inner, TimeSpan limit)
    {
        var options = new TimeoutOptions { Name = name, Limit = limit };
        workflow.Section(name).Bind(options);
        _knownSeries.Add(() => KnownSeries.Timeout(name));
        return new TimeoutPrimitive<string, LlmResponse>(inner, options);
    }

    /// <summary>Learns how long to wait; sooner than with the library's defaults, so that a demo of minutes shows it.</summary>
    public WorkflowPrimitive<string, LlmResponse> LearnedLimit(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, LlmResponse> inner, TimeSpan first, TimeSpan longest)
    {
        var options = new AdaptiveOptions
        {
            Name = name,
            MinExecutions = 6,
            TripDuration = TimeSpan.FromSeconds(20),
            ContextKey = _ => workflow.Name,
        };
        workflow.Section(name).Bind(options);
        _knownSeries.Add(() => KnownSeries.Timeout(name));
        _knownSeries.Add(() => KnownSeries.Adaptive(name, workflow.Name));
        return new AdaptiveTimeoutPrimitive<string, LlmResponse>(
            inner, new TimeoutOptions { Name = name, Limit = first }, longest, options);
    }

    /// <summary>Does not call what has failed three times in a row, for a while.</summary>
    public static WorkflowPrimitive<string, LlmResponse> Breaker(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, LlmResponse> inner)
    {
        var options = new CircuitBreakerOptions { Name = name, FailureThreshold = 3, BreakDuration = TimeSpan.FromSeconds(5) };
        workflow.Section(name).Bind(options);
        return new CircuitBreakerPrimitive<string, LlmResponse>(inner, options);
    }

    /// <summary>The rules that every prompt meets, and more.</summary>
    public static ValidationPrimitive<string> Validate(string name, params ReadOnlySpan<ValidationRule<string>> more) => new(
        [
            new("not_blank", prompt => !string.IsNullOrWhiteSpace(prompt), "The prompt is blank."),
            new("max_length", prompt => prompt.Length <= MaxPromptLength, $"The prompt has more than {MaxPromptLength} characters."),
            .. more,
        ],
        name);

    private static string Normalize(string prompt) => string.Join(' ', prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
