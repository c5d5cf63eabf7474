namespace Tta.Primitives;

/// <summary>Runs steps in order, each with the result of the one before; stops at the first exception.</summary>
/// <typeparam name="TIn">What the first step takes.</typeparam>
/// <typeparam name="TOut">What the last step returns.</typeparam>
/// <remarks>All steps share the context: state that one writes is seen by the later ones. Made by <c>a >> b</c>.</remarks>
public sealed class SequentialPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private readonly SequentialChain<TIn, TOut> _chain;
    private readonly bool _named;

    internal SequentialPrimitive(SequentialChain<TIn, TOut> chain, string? name)
        : base(PrimitiveTypes.Sequential, name)
    {
        _chain = chain;
        _named = name is not null;
        var steps = new List<WorkflowPrimitive>(chain.Count);
        chain.CollectInto(steps);
        Steps = steps;
    }

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<WorkflowPrimitive> Steps { get; }

    /// <summary>The same steps under a name. A named sequence stays one step when it becomes part of another.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    public SequentialPrimitive<TIn, TOut> Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new SequentialPrimitive<TIn, TOut>(_chain, name);
    }

    internal static SequentialChain<TIn, TOut> ChainOf(WorkflowPrimitive<TIn, TOut> primitive) =>
        primitive is SequentialPrimitive<TIn, TOut> { _named: false } sequence ? sequence._chain : new FirstStep<TIn, TOut>(primitive);

    /// <inheritdoc/>
    protected override ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        _chain.RunAsync(input, this, context, cancellationToken);

    private protected override ValueTask<TOut> ExecuteUnobservedAsync(
        TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        _chain.RunUnobservedAsync(input, this, context, cancellationToken);
}
