namespace Tta.Primitives;

/// <summary>A saga failed, and so did some of its compensations: the inner exceptions are the failure first, then those of the compensations.</summary>
public sealed class SagaCompensationException : AggregateException
{
    /// <summary>Made by the library; public so that code that handles it can be tested.</summary>
    /// <param name="saga">The saga's name.</param>
    /// <param name="failure">What made the saga fail.</param>
    /// <param name="compensations">What its compensations failed with.</param>
    public SagaCompensationException(string saga, Exception failure, IEnumerable<Exception> compensations)
        : base($"The saga '{saga}' failed and could not be undone completely.", [failure, .. compensations])
    {
    }
}
