namespace Tta.Primitives;

/// <summary>The primary and every fallback failed; the inner exceptions are all failures, the primary's first.</summary>
public sealed class AllFallbacksFailedException : AggregateException
{
    /// <summary>Made by the library; public so that code that handles it can be tested.</summary>
    /// <param name="primitive">The name of the primitive that fell back.</param>
    /// <param name="failures">All failures, the primary's first.</param>
    public AllFallbacksFailedException(string primitive, IEnumerable<Exception> failures)
        : base($"'{primitive}': the primary and all its fallbacks failed.", failures)
    {
    }
}
