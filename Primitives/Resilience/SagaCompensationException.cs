namespace Tta.Primitives;

/// <summary>A saga failed, and so did some of its compensations: the inner exceptions are the failure first, then those of the compensations.</summary>
public sealed class SagaCompensationException : AggregateException
{
    internal SagaCompensationException(string saga, Exception failure, IEnumerable<Exception> compensations)
        : base($"The saga '{saga}' failed and could not be undone completely.", [failure, .. compensations])
    {
    }
}
