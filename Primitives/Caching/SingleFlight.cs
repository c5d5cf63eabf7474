using System.Diagnostics;

namespace Tta.Primitives;

/// <summary>Lets callers that want the same thing at the same time share one execution.</summary>
/// <param name="owner">Whose results they are.</param>
/// <param name="time">The clock of deadlines.</param>
internal sealed class SingleFlight<TOut>(WorkflowPrimitive owner, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(49);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Flight<TOut>> _flights = new(StringComparer.Ordinal);

    /// <summary>Joins the execution under way for <paramref name="key"/>, or starts one.</summary>
    /// <param name="key">What is wanted.</param>
    /// <param name="caller">Who wants it: pays while first of those who wait, and leaves at its deadline.</param>
    /// <param name="start">Starts an execution. It is cancelled only when every waiter has gone.</param>
    /// <param name="joined">True when another caller had started it.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    /// <returns>The execution, and the caller's wait for it.</returns>
    /// <exception cref="InvalidOperationException">The caller is part of that execution, or of one that it waits for.</exception>
    public (Flight<TOut> Flight, Task<TOut> Wait) Run(
        string key,
        WorkflowContext caller,
        Func<Flight<TOut>, Task<TOut>> start,
        out bool joined,
        CancellationToken cancellationToken)
    {
        Flight? outer = Flight.Current;
        Flight<TOut> flight;
        lock (_gate)
        {
            joined = _flights.TryGetValue(key, out Flight<TOut>? found);
            flight = found ?? new Flight<TOut>();
            if (outer is not null && !flight.TryLetWait(outer))
            {
                throw new InvalidOperationException(
                    $"'{owner.Name}' is asked for a key while it makes the result for that very key: it would wait for itself.");
            }

            flight.Waiters.Add(caller.Usage);
            if (!joined)
            {
                flight.Meter.BookTo(caller.Usage);
                _flights.Add(key, flight);
            }
        }

        if (!joined)
        {
            _ = FlyAsync(key, flight, start);
        }

        return (flight, WaitAsync(key, flight, joined, outer, caller, cancellationToken));
    }

    /// <summary>Does <paramref name="keep"/> unless what the flight makes was forgotten.</summary>
    public bool Keep(Flight<TOut> flight, Action keep)
    {
        lock (_gate)
        {
            if (!flight.Stale)
            {
                keep();
            }

            return !flight.Stale;
        }
    }

    /// <summary>What is under way for <paramref name="key"/> is not kept, and who comes next starts afresh.</summary>
    public Flight<TOut>? Invalidate(string key)
    {
        lock (_gate)
        {
            if (_flights.Remove(key, out Flight<TOut>? flight))
            {
                flight.Stale = true;
            }

            return flight;
        }
    }

    /// <inheritdoc cref="Invalidate(string)"/>
    public void InvalidateAll()
    {
        lock (_gate)
        {
            foreach (Flight<TOut> flight in _flights.Values)
            {
                flight.Stale = true;
            }

            _flights.Clear();
        }
    }

    /// <summary>Counts a caller whose deadline has passed.</summary>
    /// <param name="left">How long it had.</param>
    /// <param name="deadline">The deadline.</param>
    public WorkflowTimeoutException Late(TimeSpan left, DateTimeOffset deadline)
    {
        Instruments.Timeouts.Add(1, new KeyValuePair<string, object?>(TtaNames.Labels.PrimitiveName, owner.Name));
        bool started = left > TimeSpan.Zero;
        return new WorkflowTimeoutException(owner.Name, started ? left : TimeSpan.Zero, deadline, inner: null, started);
    }

    private async Task FlyAsync(string key, Flight<TOut> flight, Func<Flight<TOut>, Task<TOut>> start)
    {
        flight.Enter();
        try
        {
            TOut result = await start(flight).ConfigureAwait(false);
            Land(key, flight);
            flight.Land(result);
        }
        catch (Exception exception)
        {
            Land(key, flight);
            flight.Fail(exception);
        }
        finally
        {
            flight.Stop.End();
        }
    }

    private async Task<TOut> WaitAsync(
        string key,
        Flight<TOut> flight,
        bool joined,
        Flight? outer,
        WorkflowContext caller,
        CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            if (caller.Deadline is not { } deadline)
            {
                return await flight.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            TimeSpan left = deadline - time.GetUtcNow();
            Task<TOut> wait = flight.Task.WaitAsync(Bounded(left), time, cancellationToken);
            await ((Task)wait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return wait.IsFaulted && !flight.Task.IsCompleted
                ? throw Late(left, deadline)
                : await (flight.Task.IsCompleted ? flight.Task : wait).ConfigureAwait(false);
        }
        finally
        {
            EndWait(outer, flight);
            double waited = Stopwatch.GetElapsedTime(began).TotalSeconds;

            // Who started it took all of its time; who came later a part of it at most, and who left the time until then.
            double all = flight.Task.IsCompleted ? flight.InnerSeconds : waited;
            caller.AddChildSeconds(joined ? Math.Min(waited, all) : all);

            // What a limit cut off is an observation for what was called; that a caller went away is none.
            bool isLate = CutOffs.Contains(cancellationToken) || (caller.Deadline <= time.GetUtcNow());
            Leave(key, flight, caller.Usage, isLate);
        }
    }

    /// <summary>What a timer can wait for.</summary>
    private static TimeSpan Bounded(TimeSpan left) =>
        left < TimeSpan.Zero ? TimeSpan.Zero : left < LongestWait ? left : LongestWait;

    private static void EndWait(Flight? outer, Flight<TOut> flight)
    {
        if (outer is not null)
        {
            flight.EndWait(outer);
        }
    }

    private void Leave(string key, Flight<TOut> flight, WorkflowUsage payer, bool isLate)
    {
        lock (_gate)
        {
            flight.Waiters.Remove(payer);
            if (flight.Task.IsCompleted)
            {
                return;
            }

            if (flight.Waiters.Count > 0)
            {
                flight.Meter.BookTo(flight.Waiters[0]);
                return;
            }

            // Whoever comes next starts afresh rather than joining what is being cancelled.
            Forget(key, flight);
        }

        _ = isLate ? flight.Stop.CancelByLimitAsync() : flight.Stop.CancelByFailureAsync();
    }

    private void Land(string key, Flight<TOut> flight)
    {
        lock (_gate)
        {
            Forget(key, flight);
        }
    }

    private void Forget(string key, Flight<TOut> flight)
    {
        if (_flights.TryGetValue(key, out Flight<TOut>? current) && current == flight)
        {
            _flights.Remove(key);
        }
    }
}
