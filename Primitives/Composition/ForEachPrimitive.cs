namespace Tta.Primitives;

/// <summary>Runs a primitive on each of several items, some at once, and returns the results in the order of the items.</summary>
/// <typeparam name="TIn">An item.</typeparam>
/// <typeparam name="TOut">What is made of one.</typeparam>
/// <remarks>
/// Each item has a copy of the state (<see cref="WorkflowContext.CopyState"/>) and shares the usage, as a branch of a parallel. Once it
/// fails, by <see cref="ForEachOptions.OnFailure"/> or because its caller cancels, no further item begins, and those under way are cancelled
/// and awaited. Takes and returns arrays, as <see cref="ParallelPrimitive{TIn, TOut}"/> returns one, so that each can follow the other.
/// </remarks>
public sealed class ForEachPrimitive<TIn, TOut> : WorkflowPrimitive<TIn[], TOut[]>
{
    private readonly WorkflowPrimitive<TIn, TOut> _body;
    private readonly ForEachOptions _options;

    /// <summary>Runs a primitive on each item.</summary>
    /// <param name="body">What to do with an item.</param>
    /// <param name="options">How to go through them.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is out of range.</exception>
    public ForEachPrimitive(WorkflowPrimitive<TIn, TOut> body, ForEachOptions? options = null)
        : base(PrimitiveTypes.ForEach, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(body);
        _body = body;
        _options = OptionsCheck.Valid(options ?? new ForEachOptions());
    }

    /// <inheritdoc/>
    protected override ValueTask<TOut[]> ExecuteCoreAsync(TIn[] input, WorkflowContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Length > _options.MaxItems)
        {
            throw new ArgumentException(
                $"'{Name}' was given {input.Length} items and takes at most {_options.MaxItems}. "
                + $"Give it fewer, or raise {nameof(ForEachOptions)}.{nameof(ForEachOptions.MaxItems)}.",
                nameof(input));
        }

        return input.Length == 0
            ? new ValueTask<TOut[]>([])
            : new ForEachRun<TIn, TOut>(this, _body, _options, input, context, cancellationToken).RunAsync();
    }
}
