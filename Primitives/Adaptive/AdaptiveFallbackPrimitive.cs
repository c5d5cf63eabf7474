namespace Tta.Primitives;

/// <summary>A fallback that learns which of its choices to try first.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
/// <remarks>An execution is a success, for learning, when the first choice answers: what a fallback must save was slow and may be dear.</remarks>
public sealed class AdaptiveFallbackPrimitive<TIn, TOut>
    : AdaptivePrimitive<TIn, TOut, IReadOnlyList<WorkflowPrimitive<TIn, TOut>>>
{
    private readonly WorkflowPrimitive<TIn, TOut>[] _choices;
    private readonly FallbackOptions _fallback;

    /// <summary>Choices in the order to try them at first.</summary>
    /// <param name="choices">At least two.</param>
    /// <param name="fallback">When to fall back.</param>
    /// <param name="options">How to learn.</param>
    /// <exception cref="ArgumentException">There are fewer than two choices, one is null, or an option is out of range.</exception>
    public AdaptiveFallbackPrimitive(
        IEnumerable<WorkflowPrimitive<TIn, TOut>> choices, FallbackOptions? fallback = null, AdaptiveOptions? options = null)
        : base(PrimitiveTypes.Fallback, options)
    {
        ArgumentNullException.ThrowIfNull(choices);
        _choices = [.. choices];
        _fallback = OptionsCheck.Valid(fallback ?? new FallbackOptions());
        if (_choices.Length < 2 || _choices.Contains(null!))
        {
            throw new ArgumentException("There must be at least two choices, and none may be null.", nameof(choices));
        }
    }

    private protected override (string Description, IReadOnlyList<WorkflowPrimitive<TIn, TOut>> Settings) Baseline() =>
        (Describe(_choices), _choices);

    private protected override (string Name, string Description, IReadOnlyList<WorkflowPrimitive<TIn, TOut>> Settings)? Propose(int tried)
    {
        int first = tried + 1;
        if (first >= _choices.Length)
        {
            return null;
        }

        WorkflowPrimitive<TIn, TOut>[] order = [_choices[first], .. _choices.Where((_, i) => i != first)];
        return ($"{_choices[first].Name}_first", Describe(order), order);
    }

    private protected override async ValueTask<(TOut Output, bool Good)> RunAsync(
        IReadOnlyList<WorkflowPrimitive<TIn, TOut>> settings, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        ValueTask<TOut> first = settings[0].ExecuteAsync(input, context, cancellationToken);
        (TOut output, int fallbacks) = await FallbackChain.RunAsync(
            this, first, settings, 1, _fallback.ShouldHandle, input, context, cancellationToken).ConfigureAwait(false);
        return (output, fallbacks == 0);
    }

    private static string Describe(IEnumerable<WorkflowPrimitive<TIn, TOut>> order) => string.Join(", then ", order.Select(one => one.Name));
}
