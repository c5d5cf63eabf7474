using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>Stops calling a primitive that keeps failing, and lets one call through after a while to see whether it has recovered.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
/// <remarks>
/// Not on Polly's circuit breaker: that one opens on a failure ratio over a window, this one on failures in a row, which a model's outage
/// shows sooner at low traffic. A call that an outer time limit cuts off is a failure, one that its caller gives up tells nothing. A probe
/// that has not ended after the break's duration makes way for another one.
/// </remarks>
public sealed class CircuitBreakerPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private readonly WorkflowPrimitive<TIn, TOut> _inner;
    private readonly CircuitBreakerOptions _options;
    private readonly Circuit _circuit;

    /// <summary>Guards a primitive.</summary>
    /// <param name="inner">What may keep failing.</param>
    /// <param name="options">When to open, and for how long.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is out of range.</exception>
    public CircuitBreakerPrimitive(WorkflowPrimitive<TIn, TOut> inner, CircuitBreakerOptions? options = null)
        : base(PrimitiveTypes.CircuitBreaker, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _options = OptionsCheck.Valid(options ?? new CircuitBreakerOptions());
        _circuit = new Circuit(Name, _options.FailureThreshold, _options.BreakDuration, _options.TimeProvider, Changed);
    }

    /// <summary>
    /// Raised after each change of state, on the thread that caused it. What a handler throws changes nothing for the call: it becomes an
    /// event of the call's span.
    /// </summary>
    public event EventHandler<CircuitStateChangedEventArgs>? StateChanged;

    /// <summary>The state now. An open circuit whose time is over shows as open until the next call.</summary>
    public CircuitState State => _circuit.State;

    /// <summary>Closes the circuit and forgets its failures.</summary>
    public void Reset() => _circuit.Reset();

    /// <inheritdoc/>
    protected override async ValueTask<TOut> ExecuteCoreAsync(
        TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        int generation = _circuit.Enter();
        TOut output;
        try
        {
            output = await _inner.ExecuteAsync(input, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Report(generation, exception, cancellationToken);
            throw;
        }

        _circuit.Succeeded(generation);
        Measure();
        return output;
    }

    private void Report(int generation, Exception exception, CancellationToken cancellationToken)
    {
        if (Outcome.IsAbandoned(exception, cancellationToken))
        {
            _circuit.Abandoned(generation);
        }
        else
        {
            // A predicate that throws surfaces, and has not said that this was no failure.
            bool failed = true;
            try
            {
                failed = _options.ShouldHandle?.Invoke(exception) ?? true;
            }
            finally
            {
                if (failed)
                {
                    _circuit.Failed(generation, exception);
                }
                else
                {
                    _circuit.Succeeded(generation);
                }
            }
        }

        Measure();
    }

    private void Changed(CircuitState from, CircuitState to)
    {
        Measure();
        try
        {
            StateChanged?.Invoke(this, new CircuitStateChangedEventArgs(from, to));
        }
        catch (Exception exception)
        {
            // The state has changed already, and what the call came to is not for those who watch to decide.
            Span.Note(exception);
        }
    }

    private void Measure()
    {
        if (Instruments.CircuitBreakerState.Enabled)
        {
            Instruments.CircuitBreakerState.Record((int)State, new KeyValuePair<string, object?>(Labels.PrimitiveName, Name));
        }
    }
}
