using System.Collections.Frozen;

namespace Tta.Primitives;

/// <summary>Runs the primitive of the matching case; the others do not run.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TKey">What is matched.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
public sealed class SwitchPrimitive<TIn, TKey, TOut> : WorkflowPrimitive<TIn, TOut>
    where TKey : notnull
{
    private readonly Func<TIn, WorkflowContext, TKey?> _selector;
    private readonly FrozenDictionary<TKey, WorkflowPrimitive<TIn, TOut>> _cases;
    private readonly WorkflowPrimitive<TIn, TOut>? _default;

    /// <summary>Branches on a value.</summary>
    /// <param name="selector">Makes the value of an input; null matches no case.</param>
    /// <param name="cases">What to run for which value.</param>
    /// <param name="defaultCase">Runs when no case matches. Default: the input is returned unchanged.</param>
    /// <param name="name">The primitive's name. Default: its type.</param>
    /// <param name="comparer">
    /// Compares values. Default: the comparer of <paramref name="cases"/> where that is one of the framework's dictionaries, else the
    /// values' own equality.
    /// </param>
    /// <exception cref="ArgumentException">
    /// An argument is null, there is no case, two cases are the same to the comparer, or there is no default and the types do not let the
    /// input be returned.
    /// </exception>
    public SwitchPrimitive(
        Func<TIn, WorkflowContext, TKey?> selector,
        IReadOnlyDictionary<TKey, WorkflowPrimitive<TIn, TOut>> cases,
        WorkflowPrimitive<TIn, TOut>? defaultCase = null,
        string? name = null,
        IEqualityComparer<TKey>? comparer = null)
        : base(PrimitiveTypes.Switch, name)
    {
        ArgumentNullException.ThrowIfNull(selector);
        ArgumentNullException.ThrowIfNull(cases);
        if (cases.Count == 0 || cases.Values.Any(one => one is null))
        {
            throw new ArgumentException("A switch needs at least one case, and none may be null.", nameof(cases));
        }

        if (defaultCase is null)
        {
            PassThrough.Require<TIn, TOut>("There is nothing to run when no case matches", nameof(defaultCase));
        }

        _selector = selector;
        _cases = KeyedCases.Freeze(cases, comparer ?? KeyedCases.ComparerOf(cases), nameof(cases));
        _default = defaultCase;
    }

    /// <summary>Branches on a value, with a table written <c>new() { ["sql"] = query, ["prose"] = text }</c>.</summary>
    /// <param name="selector">Makes the value of an input; null matches no case.</param>
    /// <param name="cases">What to run for which value.</param>
    /// <param name="defaultCase">Runs when no case matches. Default: the input is returned unchanged.</param>
    /// <param name="name">The primitive's name. Default: its type.</param>
    /// <param name="comparer">Compares values. Default: the comparer of <paramref name="cases"/>.</param>
    /// <exception cref="ArgumentException">
    /// An argument is null, there is no case, two cases are the same to the comparer, or there is no default and the types do not let the
    /// input be returned.
    /// </exception>
    public SwitchPrimitive(
        Func<TIn, WorkflowContext, TKey?> selector,
        Dictionary<TKey, WorkflowPrimitive<TIn, TOut>> cases,
        WorkflowPrimitive<TIn, TOut>? defaultCase = null,
        string? name = null,
        IEqualityComparer<TKey>? comparer = null)
        : this(selector, (IReadOnlyDictionary<TKey, WorkflowPrimitive<TIn, TOut>>)cases, defaultCase, name, comparer)
    {
    }

    /// <inheritdoc/>
    protected override ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        WorkflowPrimitive<TIn, TOut>? chosen =
            (_selector(input, context) is { } key ? _cases.GetValueOrDefault(key) : null) ?? _default;
        if (chosen is null)
        {
            return new ValueTask<TOut>(PassThrough.Of<TIn, TOut>(input));
        }

        Connect(this, chosen, TtaNames.Values.Connection.Route);
        return chosen.ExecuteLastAsync(input, context, cancellationToken);
    }
}
