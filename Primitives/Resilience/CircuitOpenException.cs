namespace Tta.Primitives;

/// <summary>A circuit breaker is open; the last failure that opened it is the inner exception.</summary>
public sealed class CircuitOpenException : Exception, IRetryAfter
{
    internal CircuitOpenException(string primitive, TimeSpan? retryAfter, Exception? last)
        : base($"The circuit '{primitive}' is open.", last)
    {
        RetryAfter = retryAfter;
    }

    /// <summary>When the circuit lets a call through again; null when that is for a call under way to decide.</summary>
    public TimeSpan? RetryAfter { get; }
}
