using Microsoft.Extensions.Configuration;

namespace Tta.Primitives;

/// <content>
/// Options by name, bound from <see cref="Section"/>. A key that is no option, or a value that is none for it, is refused at once with
/// an <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> that names both; what cannot be bound (delegates, clocks,
/// price tables) is set in code, and checked when the primitive is made.
/// </content>
public sealed partial class WorkflowSetup
{
    /// <summary>Options of a parallel, named and bound from configuration.</summary>
    /// <param name="primitive">The primitive's name.</param>
    /// <param name="defaults">Sets what holds where configuration says nothing. Default: the library's own.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A key is no option, or its value is none for it.</exception>
    public ParallelPrimitiveOptions ParallelOptions(string primitive, Action<ParallelPrimitiveOptions>? defaults = null)
    {
        var options = new ParallelPrimitiveOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a loop, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public LoopOptions LoopOptions(string primitive, Action<LoopOptions>? defaults = null)
    {
        var options = new LoopOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a for-each, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public ForEachOptions ForEachOptions(string primitive, Action<ForEachOptions>? defaults = null)
    {
        var options = new ForEachOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a race, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public RaceOptions RaceOptions(string primitive, Action<RaceOptions>? defaults = null)
    {
        var options = new RaceOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a router, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public RouterOptions RouterOptions(string primitive, Action<RouterOptions>? defaults = null)
    {
        var options = new RouterOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a retry, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public RetryOptions RetryOptions(string primitive, Action<RetryOptions>? defaults = null)
    {
        var options = new RetryOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a fallback, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public FallbackOptions FallbackOptions(string primitive, Action<FallbackOptions>? defaults = null)
    {
        var options = new FallbackOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a time limit, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public TimeoutOptions TimeoutOptions(string primitive, Action<TimeoutOptions>? defaults = null)
    {
        var options = new TimeoutOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a circuit breaker, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public CircuitBreakerOptions CircuitBreakerOptions(string primitive, Action<CircuitBreakerOptions>? defaults = null)
    {
        var options = new CircuitBreakerOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a model call, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public LlmOptions LlmOptions(string primitive, Action<LlmOptions>? defaults = null)
    {
        var options = new LlmOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a budget, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public BudgetOptions BudgetOptions(string primitive, Action<BudgetOptions>? defaults = null)
    {
        var options = new BudgetOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a memory, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public MemoryOptions MemoryOptions(string primitive, Action<MemoryOptions>? defaults = null)
    {
        var options = new MemoryOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of an adaptive primitive, named and bound from configuration.</summary>
    /// <inheritdoc cref="ParallelOptions"/>
    public AdaptiveOptions AdaptiveOptions(string primitive, Action<AdaptiveOptions>? defaults = null)
    {
        var options = new AdaptiveOptions();
        defaults?.Invoke(options);
        options.Name = primitive;
        return ConfiguredOptions.Bind(Section(primitive), options, section => section.Bind(options));
    }

    /// <summary>Options of a cache, named and bound from configuration.</summary>
    /// <typeparam name="TOut">What is cached.</typeparam>
    /// <inheritdoc cref="ParallelOptions"/>
    public CacheOptions<TOut> CacheOptions<TOut>(string primitive, Action<CacheOptions<TOut>>? defaults = null)
    {
        var settings = new CacheSettings();
        ConfiguredOptions.Bind(Section(primitive), settings, section => section.Bind(settings));
        var options = new CacheOptions<TOut>();
        defaults?.Invoke(options);
        options.Name = primitive;
        options.MaxEntries = settings.MaxEntries ?? options.MaxEntries;
        options.TimeToLive = settings.TimeToLive ?? options.TimeToLive;
        options.SecondLevelBackend = settings.SecondLevelBackend ?? options.SecondLevelBackend;
        options.SecondLevelTimeout = settings.SecondLevelTimeout ?? options.SecondLevelTimeout;
        options.SecondLevelCoolDown = settings.SecondLevelCoolDown ?? options.SecondLevelCoolDown;
        return options;
    }
}
