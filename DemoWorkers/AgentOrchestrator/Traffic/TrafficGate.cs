namespace Tta.DemoWorkers.AgentOrchestrator.Traffic;

/// <summary>Lets workflows start, or not.</summary>
internal sealed class TrafficGate
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _paused;

    public bool IsPaused
    {
        get
        {
            lock (_gate)
            {
                return _paused is not null;
            }
        }
    }

    /// <summary>When it returns, no further workflow starts.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _paused ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            _paused?.SetResult();
            _paused = null;
        }
    }

    /// <summary>Runs <paramref name="start"/> unless paused; pausing waits for it.</summary>
    public bool TryStart(Action start)
    {
        lock (_gate)
        {
            if (_paused is not null)
            {
                return false;
            }

            start();
            return true;
        }
    }

    public Task WaitWhilePausedAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return _paused?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }
}
