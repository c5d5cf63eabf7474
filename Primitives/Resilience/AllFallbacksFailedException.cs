namespace Tta.Primitives;

/// <summary>The primary and every fallback failed; the inner exceptions are all failures, the primary's first.</summary>
public sealed class AllFallbacksFailedException : AggregateException
{
    internal AllFallbacksFailedException(string primitive, IEnumerable<Exception> failures)
        : base($"'{primitive}': the primary and all its fallbacks failed.", failures)
    {
    }
}
