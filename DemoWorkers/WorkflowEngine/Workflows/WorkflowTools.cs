using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Caching.Distributed;
using Tta.DemoWorkers.WorkflowEngine.Faults;
using Tta.DemoWorkers.WorkflowEngine.Models;
using Tta.DemoWorkers.WorkflowEngine.Wire;
using Tta.Primitives;

namespace Tta.DemoWorkers.WorkflowEngine.Workflows;

/// <summary>
/// Makes the primitives that the workflows share, with the demo's defaults. Whatever has a name can be configured in the
/// section <c>Workflows:{workflow}:{name}</c>, and every step, model call, check and cache can be given a fault.
/// </summary>
internal sealed class WorkflowTools(
    Func<string, string, IChatClient> clients, IPriceTable prices, IDistributedCache cache, StepFaults faults)
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
        var (client, options) = Model(workflow, name, model, instructions);
        return new LlmPrimitive(client, options);
    }

    /// <summary>A model call whose answer comes in chunks; the next of which must come within two seconds.</summary>
    public WorkflowPrimitive<string, LlmStream> Stream(WorkflowSetup workflow, string name, ModelChoice model, string instructions)
    {
        var (client, options) = Model(workflow, name, model, instructions, o => o.MaxChunkGap = TimeSpan.FromSeconds(2));
        _knownSeries.Add(() => KnownSeries.Timeout(name));
        return new LlmStreamingPrimitive(client, options);
    }

    /// <summary>
    /// The same with tools, which run between the chunks; each model call and each tool's call counts by itself. The model reasons a little
    /// first, and takes no temperature then.
    /// </summary>
    public WorkflowPrimitive<string, LlmStream> StreamWithTools(
        WorkflowSetup workflow, string name, ModelChoice model, string instructions, IReadOnlyList<AITool> tools)
    {
        var (client, options) = Model(workflow, name, model, instructions, o =>
        {
            o.MaxChunkGap = TimeSpan.FromSeconds(2);
            o.Temperature = null;
            o.Chat = new ChatOptions { Tools = [.. tools], Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low } };
        });
        _knownSeries.Add(() => KnownSeries.Timeout(name));
        return new LlmStreamingPrimitive(new FunctionInvokingChatClient(new LlmCallClient(client)), options);
    }

    /// <summary>Reads an answer that comes in chunks to its end.</summary>
    public static WorkflowPrimitive<LlmStream, LlmResponse> Read(string name) =>
        new LambdaPrimitive<LlmStream, LlmResponse>(name, async (stream, stop) => await stream.ReadAsync(stop));

    /// <summary>A model call whose answer has the shape of a type.</summary>
    public WorkflowPrimitive<string, T> Structured<T>(WorkflowSetup workflow, string name, ModelChoice model, string instructions)
    {
        var (client, options) = Model(workflow, name, model, instructions);
        _knownSeries.Add(() => KnownSeries.Answers(options.Provider, options.Model, workflow.Name));
        return new LlmStructuredPrimitive<T>(client, options);
    }

    /// <summary>
    /// Lets each run, or each session in five minutes, spend so much; from then on runs something cheaper, or fails where there is nothing.
    /// </summary>
    public WorkflowPrimitive<string, T> Budget<T>(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, T> inner, Action<BudgetOptions> limits,
        WorkflowPrimitive<string, T>? cheaper = null)
    {
        var options = workflow.BudgetOptions(name, o =>
        {
            o.Window = TimeSpan.FromMinutes(5);
            o.MaxAccounts = 1000;
            limits(o);
        });
        _knownSeries.Add(() => KnownSeries.Budget(name, options, cheaper is not null, workflow.Name));
        Func<string, WorkflowContext, string>? session = options.Scope == BudgetScope.Key ? (_, context) => context.SessionId ?? "" : null;
        return new BudgetPrimitive<string, T>(inner, options, cheaper, session);
    }

    /// <summary>Tries again soon: the demo's models are about ten times as fast as real ones.</summary>
    public WorkflowPrimitive<string, T> Retry<T>(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, T> inner, int maxRetries = 3)
    {
        var options = workflow.RetryOptions(name, o =>
        {
            o.MaxRetries = maxRetries;
            o.BaseDelay = TimeSpan.FromMilliseconds(50);
            o.MaxDelay = TimeSpan.FromSeconds(2);
            o.ShouldRetry = exception => exception is ModelCallException { IsTransient: true };
        });
        _knownSeries.Add(() => KnownSeries.Retry(name));
        return new RetryPrimitive<string, T>(inner, options);
    }

    /// <summary>Keeps answers in memory and in the cache layer, by the prompt alone.</summary>
    public WorkflowPrimitive<string, LlmResponse> Cache(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, LlmResponse> inner)
    {
        var options = workflow.CacheOptions<LlmResponse>(name, o =>
        {
            o.MaxEntries = 500;

            // Short enough that a demo that runs for long goes on missing, too.
            o.TimeToLive = TimeSpan.FromMinutes(5);
            o.SecondLevel = cache;
            o.Serializer = new JsonCacheSerializer<LlmResponse>(EngineJson.Default.LlmResponse);
            o.SizeOf = response => 2L * response.Text.Length;
        });
        _knownSeries.Add(() => KnownSeries.Cache(name, options.SecondLevelBackend, workflow.Name));
        return new CachePrimitive<string, LlmResponse>(inner, Key(name, Normalize), options);
    }

    /// <summary>Keeps a few answers in this process.</summary>
    public WorkflowPrimitive<string, LlmResponse> SmallCache(
        WorkflowSetup workflow, string name, int maxEntries, Func<string, string> key, WorkflowPrimitive<string, LlmResponse> inner)
    {
        var options = workflow.CacheOptions<LlmResponse>(name, o =>
        {
            o.MaxEntries = maxEntries;
            o.TimeToLive = TimeSpan.FromMinutes(5);
            o.SizeOf = response => 2L * response.Text.Length;
        });
        _knownSeries.Add(() => KnownSeries.Cache(name, workflow: workflow.Name));
        return new CachePrimitive<string, LlmResponse>(inner, Key(name, key), options);
    }

    /// <summary>Does something else when the first fails.</summary>
    public WorkflowPrimitive<string, T> Fallback<T>(string name, WorkflowPrimitive<string, T> first, WorkflowPrimitive<string, T> second)
    {
        _knownSeries.Add(() => KnownSeries.Fallback(name, second.Name));
        return new FallbackPrimitive<string, T>(first, [second], new FallbackOptions { Name = name });
    }

    /// <summary>Takes the first good answer; the next one begins when the one before takes so long, or fails.</summary>
    public WorkflowPrimitive<string, T> Race<T>(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, T>[] runners, TimeSpan patience, Func<T, bool> isGood)
    {
        var options = workflow.RaceOptions(name, o => o.HedgeDelay = patience);
        _knownSeries.Add(() => KnownSeries.Race(name, runners.Select(runner => runner.Name), workflow.Name));
        return new RacePrimitive<string, T>(runners, options, isGood);
    }

    /// <summary>Waits so long and no longer.</summary>
    public WorkflowPrimitive<string, LlmResponse> Limit(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, LlmResponse> inner, TimeSpan limit)
    {
        _knownSeries.Add(() => KnownSeries.Timeout(name));
        return new TimeoutPrimitive<string, LlmResponse>(inner, workflow.TimeoutOptions(name, o => o.Limit = limit));
    }

    /// <summary>Learns how long to wait; sooner than with the library's defaults, so that a demo of minutes shows it.</summary>
    public WorkflowPrimitive<string, LlmResponse> LearnedLimit(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, LlmResponse> inner, TimeSpan first, TimeSpan longest)
    {
        var options = workflow.AdaptiveOptions(name, o =>
        {
            o.MinExecutions = 6;
            o.TripDuration = TimeSpan.FromSeconds(20);
            o.ContextKey = _ => workflow.Name;
        });
        _knownSeries.Add(() => KnownSeries.Timeout(name));
        _knownSeries.Add(() => KnownSeries.Adaptive(name, workflow.Name));
        return new AdaptiveTimeoutPrimitive<string, LlmResponse>(
            inner, new TimeoutOptions { Name = name, Limit = first }, longest, options);
    }

    /// <summary>Does not call what has failed three times in a row, for a while.</summary>
    public static WorkflowPrimitive<string, LlmResponse> Breaker(
        WorkflowSetup workflow, string name, WorkflowPrimitive<string, LlmResponse> inner)
    {
        var options = workflow.CircuitBreakerOptions(
            name, o => (o.FailureThreshold, o.BreakDuration) = (3, TimeSpan.FromSeconds(5)));
        return new CircuitBreakerPrimitive<string, LlmResponse>(inner, options);
    }

    /// <summary>A step that is a function.</summary>
    public WorkflowPrimitive<TIn, TOut> Step<TIn, TOut>(string name, Func<TIn, TOut> function) =>
        Step<TIn, TOut>(name, (input, _) => function(input));

    /// <summary>A step that is a function and uses the context.</summary>
    public WorkflowPrimitive<TIn, TOut> Step<TIn, TOut>(string name, Func<TIn, WorkflowContext, TOut> function)
    {
        faults.Register(name, StepKind.Function);
        return new LambdaPrimitive<TIn, TOut>(name, async (input, context, cancellationToken) =>
        {
            await faults.DelayAsync(name, cancellationToken);
            return faults.Fails(name) ? throw new StepFailedException(name) : function(input, context);
        });
    }

    /// <summary>The rules that every prompt meets, and more.</summary>
    public ValidationPrimitive<string> Validate(string name, params ReadOnlySpan<ValidationRule<string>> more)
    {
        faults.Register(name, StepKind.Check);
        return new(
        [
            new("no_fault", _ => !faults.Fails(name), $"The check has a fault, which PUT /faults/{name} gave it."),
            new("not_blank", prompt => !string.IsNullOrWhiteSpace(prompt), "The prompt is blank."),
            new("max_length", prompt => prompt.Length <= MaxPromptLength, $"The prompt has more than {MaxPromptLength} characters."),
            .. more,
        ],
        name);
    }

    /// <summary>What a cache looks up: where it is to miss, what nobody has asked for.</summary>
    private Func<string, WorkflowContext, string> Key(string name, Func<string, string> key)
    {
        faults.Register(name, StepKind.Cache);
        return (prompt, _) => faults.Misses(name) ? Guid.NewGuid().ToString() : key(prompt);
    }

    private (IChatClient Client, LlmOptions Options) Model(
        WorkflowSetup workflow, string name, ModelChoice model, string instructions, Action<LlmOptions>? more = null)
    {
        var options = workflow.LlmOptions(name, o =>
        {
            o.Provider = model.Provider;
            o.Model = model.Model;
            o.ModelTier = model.Tier;
            o.Temperature = 0.2;
            o.Instructions = instructions;
            o.Prices = prices;
            more?.Invoke(o);
        });
        _knownSeries.Add(() => KnownSeries.Model(options.Provider, options.Model, prices, workflow.Name));
        faults.Register(name, StepKind.ModelCall);
        var client = _clients.GetOrAdd((options.Provider, options.Model), key => clients(key.Provider, key.Model));
        return (new StepFaultChatClient(client, name, faults), options);
    }

    private static string Normalize(string prompt) => string.Join(' ', prompt.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
