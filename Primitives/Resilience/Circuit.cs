namespace Tta.Primitives;

/// <summary>The state of a circuit breaker. Safe from any thread; <paramref name="changed"/> must not throw.</summary>
internal sealed class Circuit(string name, int threshold, TimeSpan breakDuration, TimeProvider time, Action<CircuitState, CircuitState> changed)
{
    private readonly Lock _gate = new();
    private CircuitState _state;
    private int _failures;
    private int _generation;
    private long _opened;
    private long? _probing;
    private Exception? _last;

    public CircuitState State
    {
        get
        {
            lock (_gate)
            {
                return _state;
            }
        }
    }

    /// <summary>Asks for leave to call; throws when the circuit is open.</summary>
    /// <returns>A token to report the outcome with: outcomes of calls from before a change of state do not count.</returns>
    public int Enter()
    {
        (CircuitState, CircuitState)? change = null;
        int generation;
        lock (_gate)
        {
            if (_state == CircuitState.Open)
            {
                TimeSpan left = breakDuration - time.GetElapsedTime(_opened);
                if (left > TimeSpan.Zero)
                {
                    throw new CircuitOpenException(name, left, _last);
                }

                change = MoveTo(CircuitState.HalfOpen);
            }

            if (_state == CircuitState.HalfOpen)
            {
                // A probe that hangs must not be the last one; its outcome, should there be one, does not count any more.
                if (_probing is { } since && time.GetElapsedTime(since) < breakDuration)
                {
                    // When the probe ends nobody knows: whoever retries has a back-off of his own.
                    throw new CircuitOpenException(name, retryAfter: null, _last);
                }

                _probing = time.GetTimestamp();
                _generation++;
            }

            generation = _generation;
        }

        Tell(change);
        return generation;
    }

    public void Succeeded(int generation)
    {
        (CircuitState, CircuitState)? change = null;
        lock (_gate)
        {
            if (generation != _generation)
            {
                return;
            }

            _failures = 0;
            if (_state == CircuitState.HalfOpen)
            {
                _last = null;
                change = MoveTo(CircuitState.Closed);
            }
        }

        Tell(change);
    }

    public void Failed(int generation, Exception exception)
    {
        (CircuitState, CircuitState)? change = null;
        lock (_gate)
        {
            if (generation != _generation)
            {
                return;
            }

            _last = exception;
            if (_state == CircuitState.HalfOpen || ++_failures >= threshold)
            {
                _opened = time.GetTimestamp();
                change = MoveTo(CircuitState.Open);
            }
        }

        Tell(change);
    }

    /// <summary>The call told nothing: its caller gave it up. The next one may probe.</summary>
    public void Abandoned(int generation)
    {
        lock (_gate)
        {
            if (generation == _generation)
            {
                _probing = null;
            }
        }
    }

    public void Reset()
    {
        (CircuitState, CircuitState)? change = null;
        lock (_gate)
        {
            _last = null;
            _failures = 0;
            if (_state != CircuitState.Closed)
            {
                change = MoveTo(CircuitState.Closed);
            }
        }

        Tell(change);
    }

    private (CircuitState From, CircuitState To) MoveTo(CircuitState next)
    {
        (CircuitState, CircuitState) change = (_state, next);
        _state = next;
        _failures = 0;
        _probing = null;
        _generation++;
        return change;
    }

    // Outside the lock: a handler may well look at the circuit.
    private void Tell((CircuitState From, CircuitState To)? change)
    {
        if (change is var (from, to))
        {
            changed(from, to);
        }
    }
}
