using Microsoft.Extensions.Configuration;

namespace Tta.Primitives;

/// <content>
/// Options by name, bound from <see cref="Section"/>. They are checked when the primitive is made; what cannot be bound (delegates,
/// clocks, price tables) is set in code.
/// </content>
public sealed partial class WorkflowSetup
{
    /// <summary>Options of a parallel, named and bound from configuration.</summary>
    /// <param name="primitive">The primitive's name.</param>
    public ParallelPrimitiveOptions ParallelOptions(string primitive)
    {
        var options = new ParallelPrimitiveOptions();
        Section(primitive).Bind(options);
        options.Name = primitive;
        return options;
    }

    /// <summary>Options of a router, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public RouterOptions RouterOptions(string primitive)
    {
        var options = new RouterOptions();
        Section(primitive).Bind(options);
        options.Name = primitive;
        return options;
    }

    /// <summary>Options of a retry, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public RetryOptions RetryOptions(string primitive)
    {
        var options = new RetryOptions();
        Section(primitive).Bind(options);
        options.Name = primitive;
        return options;
    }

    /// <summary>Options of a fallback, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public FallbackOptions FallbackOptions(string primitive)
    {
        var options = new FallbackOptions();
        Section(primitive).Bind(options);
        options.Name = primitive;
        return options;
    }

    /// <summary>Options of a time limit, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public TimeoutOptions TimeoutOptions(string primitive)
    {
        var options = new TimeoutOptions();
        Section(primitive).Bind(options);
        options.Name = primitive;
        return options;
    }

    /// <summary>Options of a circuit breaker, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public CircuitBreakerOptions CircuitBreakerOptions(string primitive)
    {
        var options = new CircuitBreakerOptions();
        Section(primitive).Bind(options);
        options.Name = primitive;
        return options;
    }

    /// <summary>Options of a model call, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public LlmOptions LlmOptions(string primitive)
    {
        var options = new LlmOptions();
        Section(primitive).Bind(options);
        options.Name = primitive;
        return options;
    }

    /// <summary>Options of a memory, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public MemoryOptions MemoryOptions(string primitive)
    {
        var options = new MemoryOptions();
        Section(primitive).Bind(options);
        options.Name = primitive;
        return options;
    }

    /// <summary>Options of an adaptive primitive, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public AdaptiveOptions AdaptiveOptions(string primitive)
    {
        var options = new AdaptiveOptions();
        Section(primitive).Bind(options);
        options.Name = primitive;
        return options;
    }

    /// <summary>Options of a cache, named and bound from configuration.</summary>
    /// <typeparam name="TOut">What is cached.</typeparam>
    /// <inheritdoc cref="ParallelOptions"/>
    public CacheOptions<TOut> CacheOptions<TOut>(string primitive)
    {
        var settings = new CacheSettings();
        Section(primitive).Bind(settings);
        var options = new CacheOptions<TOut> { Name = primitive };
        options.MaxEntries = settings.MaxEntries ?? options.MaxEntries;
        options.TimeToLive = settings.TimeToLive ?? options.TimeToLive;
        options.SecondLevelBackend = settings.SecondLevelBackend ?? options.SecondLevelBackend;
        options.SecondLevelTimeout = settings.SecondLevelTimeout ?? options.SecondLevelTimeout;
        options.SecondLevelCoolDown = settings.SecondLevelCoolDown ?? options.SecondLevelCoolDown;
        return options;
    }
}
