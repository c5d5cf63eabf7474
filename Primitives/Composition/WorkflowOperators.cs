namespace Tta.Primitives;

/// <summary>Composition that reads like the workflow: <c>validate >> route >> (draft | facts) >> format</c>.</summary>
public static class WorkflowOperators
{
    extension<TIn, TMid, TOut>(WorkflowPrimitive<TIn, TMid>)
    {
        /// <summary>One after the other. Chains are flattened, so <c>a >> b >> c</c> is one sequence of three steps.</summary>
        /// <param name="first">Runs first.</param>
        /// <param name="second">Runs on the first one's result.</param>
        public static SequentialPrimitive<TIn, TOut> operator >>(WorkflowPrimitive<TIn, TMid> first, WorkflowPrimitive<TMid, TOut> second) =>
            SequentialPrimitive.Create(first, second);
    }

    extension<TIn, TOut>(WorkflowPrimitive<TIn, TOut>)
    {
        /// <summary>Side by side on the same input; the results come in the order of the branches.</summary>
        /// <param name="left">The first branch.</param>
        /// <param name="right">The second branch.</param>
        public static ParallelPrimitive<TIn, TOut> operator |(WorkflowPrimitive<TIn, TOut> left, WorkflowPrimitive<TIn, TOut> right) =>
            new([left, right]);
    }

    extension<TIn, TOut>(ParallelPrimitive<TIn, TOut>)
    {
        /// <summary>One more branch, so that <c>a | b | c</c> is one parallel of three branches.</summary>
        /// <param name="branches">The branches so far.</param>
        /// <param name="last">One more.</param>
        /// <exception cref="ArgumentException">The parallel has a name or a limit of its own.</exception>
        public static ParallelPrimitive<TIn, TOut> operator |(ParallelPrimitive<TIn, TOut> branches, WorkflowPrimitive<TIn, TOut> last) =>
            new([.. branches.Open(nameof(branches)), last]);

        /// <summary>One branch before the others, so that <c>a | (b | c)</c> is one parallel of three branches.</summary>
        /// <param name="first">One more.</param>
        /// <param name="branches">The branches so far.</param>
        /// <exception cref="ArgumentException">The parallel has a name or a limit of its own.</exception>
        public static ParallelPrimitive<TIn, TOut> operator |(WorkflowPrimitive<TIn, TOut> first, ParallelPrimitive<TIn, TOut> branches) =>
            new([first, .. branches.Open(nameof(branches))]);

        /// <summary>The branches of both, so that <c>(a | b) | (c | d)</c> is one parallel of four branches.</summary>
        /// <param name="left">The first branches.</param>
        /// <param name="right">The others.</param>
        /// <exception cref="ArgumentException">A parallel has a name or a limit of its own.</exception>
        public static ParallelPrimitive<TIn, TOut> operator |(ParallelPrimitive<TIn, TOut> left, ParallelPrimitive<TIn, TOut> right) =>
            new([.. left.Open(nameof(left)), .. right.Open(nameof(right))]);
    }
}
