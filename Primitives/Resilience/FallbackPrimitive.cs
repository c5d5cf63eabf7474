namespace Tta.Primitives;

/// <summary>Runs a primitive and, when it fails, the fallbacks in order on the same input and context until one returns.</summary>
/// <typeparam name="TIn">What they take.</typeparam>
/// <typeparam name="TOut">What they return.</typeparam>
/// <remarks>When all fail, <see cref="AllFallbacksFailedException"/> holds every failure, the primary's first.</remarks>
public sealed class FallbackPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private readonly WorkflowPrimitive<TIn, TOut> _primary;
    private readonly WorkflowPrimitive<TIn, TOut>[] _fallbacks;
    private readonly FallbackOptions _options;

    /// <summary>A primary and its fallbacks.</summary>
    /// <param name="primary">Tried first.</param>
    /// <param name="fallbacks">Tried in order; at least one.</param>
    /// <param name="options">When to fall back.</param>
    /// <exception cref="ArgumentException">There is no fallback, or an argument is null.</exception>
    public FallbackPrimitive(
        WorkflowPrimitive<TIn, TOut> primary, IEnumerable<WorkflowPrimitive<TIn, TOut>> fallbacks, FallbackOptions? options = null)
        : base(PrimitiveTypes.Fallback, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(primary);
        ArgumentNullException.ThrowIfNull(fallbacks);
        _primary = primary;
        _fallbacks = [.. fallbacks];
        _options = OptionsCheck.Valid(options ?? new FallbackOptions());
        if (_fallbacks.Length == 0 || _fallbacks.Contains(null!))
        {
            throw new ArgumentException("A fallback needs at least one fallback, and none may be null.", nameof(fallbacks));
        }
    }

    /// <inheritdoc/>
    protected override ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        ValueTask<TOut> primary = _primary.ExecuteAsync(input, context, cancellationToken);
        return primary.IsCompletedSuccessfully ? primary : RecoverAsync(primary, input, context, cancellationToken);
    }

    private async ValueTask<TOut> RecoverAsync(
        ValueTask<TOut> primary, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        (TOut output, _) = await FallbackChain.RunAsync(
            this, primary, _fallbacks, 0, _options.ShouldHandle, input, context, cancellationToken).ConfigureAwait(false);
        return output;
    }
}
