namespace Tta.Primitives;

/// <inheritdoc/>
/// <typeparam name="TOut">What the execution returns.</typeparam>
internal sealed class Flight<TOut> : Flight
{
    private readonly TaskCompletionSource<TOut> _landing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when the execution is.</summary>
    public Task<TOut> Task => _landing.Task;

    /// <summary>Cancelled when every waiter has gone.</summary>
    public LinkedSource Stop { get; } = new(CancellationToken.None);

    /// <summary>What the execution uses; the first of those who wait pays for it.</summary>
    public WorkflowUsage Meter { get; } = new();

    /// <summary>The usage of each who waits, in the order they came.</summary>
    public List<WorkflowUsage> Waiters { get; } = [];

    /// <summary>The time that the inner primitive took; whoever waits for it does not count it as the cache's own.</summary>
    public double InnerSeconds { get; set; }

    /// <summary>The result was there after all: it came between the look-up and the start.</summary>
    public bool Found { get; set; }

    /// <summary>What it makes was forgotten meanwhile and must not be kept.</summary>
    public bool Stale { get; set; }

    /// <summary>Its result on the way to the second level; done when it has got there or failed to.</summary>
    public TaskCompletionSource? Storing { get; set; }

    public void Land(TOut result) => _landing.SetResult(result);

    public void Fail(Exception exception)
    {
        _landing.SetException(exception);

        // Every waiter may have gone; the exception is then nobody's.
        _ = _landing.Task.Exception;
    }
}
