namespace Tta.Primitives;

/// <summary>Runs one of two primitives; the other does not run.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
public sealed class ConditionalPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private readonly Func<TIn, WorkflowContext, bool> _condition;
    private readonly WorkflowPrimitive<TIn, TOut> _then;
    private readonly WorkflowPrimitive<TIn, TOut>? _otherwise;

    /// <summary>Branches on a condition.</summary>
    /// <param name="condition">Decides.</param>
    /// <param name="then">Runs when it is true.</param>
    /// <param name="otherwise">Runs when it is false. Default: the input is returned unchanged.</param>
    /// <param name="name">The primitive's name. Default: its type.</param>
    /// <exception cref="ArgumentException">
    /// An argument is null, or there is no <paramref name="otherwise"/> and the types do not let the input be returned.
    /// </exception>
    public ConditionalPrimitive(
        Func<TIn, WorkflowContext, bool> condition,
        WorkflowPrimitive<TIn, TOut> then,
        WorkflowPrimitive<TIn, TOut>? otherwise = null,
        string? name = null)
        : base(PrimitiveTypes.Conditional, name)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(then);
        if (otherwise is null)
        {
            PassThrough.Require<TIn, TOut>("There is nothing to run when the condition is false", nameof(otherwise));
        }

        _condition = condition;
        _then = then;
        _otherwise = otherwise;
    }

    /// <inheritdoc/>
    protected override ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        WorkflowPrimitive<TIn, TOut>? chosen = _condition(input, context) ? _then : _otherwise;
        if (chosen is null)
        {
            return new ValueTask<TOut>(PassThrough.Of<TIn, TOut>(input));
        }

        Connect(this, chosen, TtaNames.Values.Connection.Route);
        return chosen.ExecuteLastAsync(input, context, cancellationToken);
    }
}
