namespace Tta.Primitives;

/// <summary>A circuit breaker is open; the last failure that opened it is the inner exception.</summary>
public sealed class CircuitOpenException : Exception, IRetryAfter, IFailureCause
{
    /// <summary>Made by the library; public so that code that handles it can be tested.</summary>
    /// <param name="primitive">The circuit breaker's name.</param>
    /// <param name="retryAfter">When the circuit lets a call through again; null when that is for a call under way to decide.</param>
    /// <param name="last">The last failure that opened it.</param>
    public CircuitOpenException(string primitive, TimeSpan? retryAfter = null, Exception? last = null)
        : base($"The circuit '{primitive}' is open.", last)
    {
        RetryAfter = retryAfter;
    }

    /// <summary>When the circuit lets a call through again; null when that is for a call under way to decide.</summary>
    public TimeSpan? RetryAfter { get; }

    string IFailureCause.Cause => TtaNames.Values.Cause.CircuitOpen;
}
