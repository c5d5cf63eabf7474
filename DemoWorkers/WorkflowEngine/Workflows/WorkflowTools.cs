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

    /// <summary>A model call. The model is one of <see cref="DemoModels"/>.</summary>
    public WorkflowPrimitive<string, LlmResponse> Llm(WorkflowBuilder workflow, string name, ModelChoice model, string instructions)
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
        return new LoggedLlmPrimitive(client, options);
    }

    /// <summary>Tries again soon: the demo's models are about ten times as fast as real ones.</summary>
    public static WorkflowPrimitive<string, LlmResponse> Retry(
        WorkflowBuilder workflow, string name, WorkflowPrimitive<string, LlmResponse> inner, int maxRetries = 3)
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
        return new RetryPrimitive<string, LlmResponse>(inner, options);
    }

    /// <summary>Keeps answers in memory and in the cache layer, by the prompt alone.</summary>
    public WorkflowPrimitive<string, LlmResponse> Cache(
        WorkflowBuilder workflow, string name, WorkflowPrimitive<string, LlmResponse> inner)
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
        return new CachePrimitive<string, LlmResponse>(inner, (prompt, _) => Normalize(prompt), options);
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
