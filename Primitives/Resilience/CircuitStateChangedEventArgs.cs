namespace Tta.Primitives;

/// <summary>A circuit breaker's change of state.</summary>
/// <param name="from">The state before.</param>
/// <param name="to">The state after.</param>
public sealed class CircuitStateChangedEventArgs(CircuitState from, CircuitState to) : EventArgs
{
    /// <summary>The state before.</summary>
    public CircuitState From { get; } = from;

    /// <summary>The state after.</summary>
    public CircuitState To { get; } = to;
}
