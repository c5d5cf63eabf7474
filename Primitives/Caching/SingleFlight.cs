namespace Tta.Primitives;

/// <summary>Lets callers that want the same thing at the same time share one execution.</summary>
internal sealed class SingleFlight<TOut>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);

    /// <summary>Joins the execution under way for <paramref name="key"/>, or starts one.</summary>
    /// <param name="key">What is wanted.</param>
    /// <param name="start">Starts an execution. Its token is cancelled only when every waiter has gone.</param>
    /// <param name="joined">True when another caller had started it.</param>
    /// <param name="cancellationToken">Ends this caller's wait.</param>
    public Task<TOut> RunAsync(
        string key, Func<CancellationToken, Task<TOut>> start, out bool joined, CancellationToken cancellationToken)
    {
        Flight flight;
        lock (_gate)
        {
            joined = _flights.TryGetValue(key, out Flight? found);
            flight = found ?? new Flight();
            flight.Waiters++;
            if (!joined)
            {
                _flights.Add(key, flight);
            }
        }

        if (!joined)
        {
            _ = FlyAsync(key, flight, start);
        }

        return flight.Task.IsCompleted ? flight.Task : WaitAsync(key, flight, cancellationToken);
    }

    private async Task FlyAsync(string key, Flight flight, Func<CancellationToken, Task<TOut>> start)
    {
        try
        {
            TOut result = await start(flight.Stop.Token).ConfigureAwait(false);
            Land(key, flight);
            flight.SetResult(result);
        }
        catch (OperationCanceledException) when (flight.Stop.IsCancellationRequested)
        {
            Land(key, flight);
            flight.SetCanceled(flight.Stop.Token);
        }
        catch (Exception exception)
        {
            Land(key, flight);
            flight.SetException(exception);

            // Every waiter may have gone; the exception is then nobody's.
            _ = flight.Task.Exception;
        }
    }

    private async Task<TOut> WaitAsync(string key, Flight flight, CancellationToken cancellationToken)
    {
        try
        {
            return await flight.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    private void Leave(string key, Flight flight)
    {
        lock (_gate)
        {
            if (--flight.Waiters > 0 || flight.Task.IsCompleted)
            {
                return;
            }

            // Whoever comes next starts afresh rather than joining what is being cancelled.
            Forget(key, flight);
        }

        flight.Stop.Cancel();
    }

    private void Land(string key, Flight flight)
    {
        lock (_gate)
        {
            Forget(key, flight);
        }
    }

    private void Forget(string key, Flight flight)
    {
        if (_flights.TryGetValue(key, out Flight? current) && current == flight)
        {
            _flights.Remove(key);
        }
    }

    private sealed class Flight() : TaskCompletionSource<TOut>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public CancellationTokenSource Stop { get; } = new();

        public int Waiters { get; set; }
    }
}
