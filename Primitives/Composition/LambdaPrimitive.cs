using System.Runtime.CompilerServices;

namespace Tta.Primitives;

/// <summary>A primitive made of a delegate.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
/// <remarks>
/// A lambda that fits several constructors, such as <c>_ => throw …</c> or <c>_ => null</c>, is taken as synchronous. Where
/// <typeparamref name="TOut"/> is object, a task of an object that it returns is awaited.
/// </remarks>
public sealed class LambdaPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private readonly Func<TIn, TOut>? _sync;
    private readonly Func<TIn, WorkflowContext, CancellationToken, ValueTask<TOut>>? _async;

    /// <summary>From a synchronous delegate.</summary>
    /// <param name="name">The primitive's name.</param>
    /// <param name="function">What it does.</param>
    /// <exception cref="ArgumentException">An argument is null or blank.</exception>
    [OverloadResolutionPriority(1)]
    public LambdaPrimitive(string name, Func<TIn, TOut> function)
        : this(name)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (typeof(TOut) == typeof(object))
        {
            _async = (input, _, _) => Awaited(function(input));
        }
        else
        {
            _sync = function;
        }
    }

    /// <summary>From a synchronous delegate that uses the context.</summary>
    /// <inheritdoc cref="LambdaPrimitive{TIn, TOut}(string, Func{TIn, TOut})"/>
    [OverloadResolutionPriority(1)]
    public LambdaPrimitive(string name, Func<TIn, WorkflowContext, TOut> function)
        : this(name)
    {
        ArgumentNullException.ThrowIfNull(function);
        _async = (input, context, _) => Awaited(function(input, context));
    }

    /// <summary>From an asynchronous delegate.</summary>
    /// <inheritdoc cref="LambdaPrimitive{TIn, TOut}(string, Func{TIn, TOut})"/>
    public LambdaPrimitive(string name, Func<TIn, Task<TOut>> function)
        : this(name)
    {
        ArgumentNullException.ThrowIfNull(function);
        _async = (input, _, _) => new ValueTask<TOut>(function(input));
    }

    /// <summary>From an asynchronous delegate that can be cancelled.</summary>
    /// <inheritdoc cref="LambdaPrimitive{TIn, TOut}(string, Func{TIn, TOut})"/>
    public LambdaPrimitive(string name, Func<TIn, CancellationToken, ValueTask<TOut>> function)
        : this(name)
    {
        ArgumentNullException.ThrowIfNull(function);
        _async = (input, _, cancellationToken) => function(input, cancellationToken);
    }

    /// <summary>From an asynchronous delegate that uses the context and can be cancelled.</summary>
    /// <inheritdoc cref="LambdaPrimitive{TIn, TOut}(string, Func{TIn, TOut})"/>
    public LambdaPrimitive(string name, Func<TIn, WorkflowContext, CancellationToken, ValueTask<TOut>> function)
        : this(name)
    {
        ArgumentNullException.ThrowIfNull(function);
        _async = function;
    }

    private LambdaPrimitive(string name)
        : base(PrimitiveTypes.Lambda, name) => ArgumentException.ThrowIfNullOrWhiteSpace(name);

    /// <inheritdoc/>
    protected override ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        _sync is not null ? new ValueTask<TOut>(_sync(input)) : _async!(input, context, cancellationToken);

    /// <summary>An asynchronous lambda fits the synchronous delegate too when what it returns is an object.</summary>
    private static ValueTask<TOut> Awaited(TOut output) => output switch
    {
        Task<TOut> task when typeof(TOut) == typeof(object) => new ValueTask<TOut>(task),
        ValueTask<TOut> task when typeof(TOut) == typeof(object) => task,
        _ => new ValueTask<TOut>(output),
    };
}
