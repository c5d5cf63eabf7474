namespace Observatory.Mcp.Calls;

/// <summary>What calls may cost together: so many at one time, so many that wait, and so long for each.</summary>
internal sealed class CallGate(CallCounts counts, TimeProvider time) : IDisposable
{
    /// <summary>Calls that are answered at one time: they share the processors with what takes telemetry.</summary>
    public const int MaxConcurrent = 4;

    /// <summary>Calls that wait for their turn; further ones are told to come again.</summary>
    public const int MaxWaiting = 32;

    /// <summary>How long a call may take, its waiting included.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim _turns = new(MaxConcurrent);
    private int _present;

    /// <summary>What is counted of the calls.</summary>
    public CallCounts Counts => counts;

    /// <summary>Answers a call within the limits.</summary>
    /// <exception cref="ToolException">There is no room, or it took too long.</exception>
    /// <exception cref="OperationCanceledException">The caller left.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> answer, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref _present) > MaxConcurrent + MaxWaiting)
        {
            Interlocked.Decrement(ref _present);
            throw new ToolException($"{MaxConcurrent + MaxWaiting} calls are under way; ask again in a second");
        }

        using var end = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, end.Token);
        try
        {
            await _turns.WaitAsync(both.Token).ConfigureAwait(false);
            try
            {
                return await answer(both.Token).ConfigureAwait(false);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException e) when (end.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new ToolException(
                $"it took longer than {Limit.TotalSeconds:0} s and was given up; ask about less time, or fewer runs", e);
        }
        finally
        {
            Interlocked.Decrement(ref _present);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();
}
