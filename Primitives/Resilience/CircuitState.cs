namespace Tta.Primitives;

/// <summary>What a circuit breaker does with calls. The numbers are those of the metric <c>tta.circuit_breaker.state</c>.</summary>
public enum CircuitState
{
    /// <summary>Lets every call through.</summary>
    Closed = 0,

    /// <summary>Lets one call through to see how it does.</summary>
    HalfOpen = 1,

    /// <summary>Fails every call at once.</summary>
    Open = 2,
}
