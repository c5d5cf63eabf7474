namespace Tta.Primitives;

/// <summary>Makes sequences where the operators do not read well.</summary>
public static class SequentialPrimitive
{
    /// <summary>Two primitives, one after the other; the same as <c>first >> second</c>.</summary>
    /// <typeparam name="TIn">What the first takes.</typeparam>
    /// <typeparam name="TMid">What the first hands to the second.</typeparam>
    /// <typeparam name="TOut">What the second returns.</typeparam>
    /// <param name="first">Runs first.</param>
    /// <param name="second">Runs on the first one's result.</param>
    /// <param name="name">The sequence's name, if it is to have one.</param>
    /// <exception cref="ArgumentNullException">A primitive is null.</exception>
    public static SequentialPrimitive<TIn, TOut> Create<TIn, TMid, TOut>(
        WorkflowPrimitive<TIn, TMid> first, WorkflowPrimitive<TMid, TOut> second, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        SequentialChain<TIn, TMid> head = SequentialPrimitive<TIn, TMid>.ChainOf(first);
        return new SequentialPrimitive<TIn, TOut>(SequentialPrimitive<TMid, TOut>.ChainOf(second).After(head), name);
    }

    /// <summary>Any number of primitives of one type, one after the other.</summary>
    /// <typeparam name="T">What each takes and returns.</typeparam>
    /// <param name="steps">The steps in order.</param>
    /// <param name="name">The sequence's name, if it is to have one.</param>
    /// <exception cref="ArgumentException">There is no step, or one is null.</exception>
    public static SequentialPrimitive<T, T> Create<T>(IEnumerable<WorkflowPrimitive<T, T>> steps, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(steps);
        SequentialChain<T, T>? chain = null;
        foreach (WorkflowPrimitive<T, T> step in steps)
        {
            ArgumentNullException.ThrowIfNull(step, nameof(steps));
            SequentialChain<T, T> next = SequentialPrimitive<T, T>.ChainOf(step);
            chain = chain is null ? next : next.After(chain);
        }

        return chain is null
            ? throw new ArgumentException("A sequence needs at least one step.", nameof(steps))
            : new SequentialPrimitive<T, T>(chain, name);
    }
}
