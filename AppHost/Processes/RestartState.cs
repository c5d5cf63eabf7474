namespace Tta.AppHost;

/// <summary>What one resource went through, and so whether its end was wanted.</summary>
internal sealed class RestartState
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Stable = TimeSpan.FromMinutes(1);

    private string? _last;
    private bool _hasRun;
    private TimeSpan _delay = FirstDelay;

    /// <summary>How often it ended by itself.</summary>
    public int Ends { get; private set; }

    /// <summary>Whether it runs.</summary>
    public bool IsRunning => _last == KnownResourceStates.Running;

    /// <summary>Takes a change in; answers after which time to start the resource again, or <see langword="null"/> not to.</summary>
    /// <param name="snapshot">How the resource is now.</param>
    public TimeSpan? Advance(CustomResourceSnapshot snapshot)
    {
        var (before, now) = (_last, snapshot.State?.Text);
        _last = now;
        _hasRun |= now == KnownResourceStates.Running;

        // Whoever stops a resource, by a button, the command line or the end of everything, makes it Stopping first. A process that was
        // killed or ended by itself, with whatever exit code, goes from Running straight to its end.
        // What has run can run: where it fails to start later, something was in its way that may go.
        var ended = now == KnownResourceStates.Exited || now == KnownResourceStates.Finished || (_hasRun && now == KnownResourceStates.FailedToStart);
        if (!ended || before is null || before == now || before == KnownResourceStates.Stopping)
        {
            return null;
        }

        if (snapshot.StopTimeStamp - snapshot.StartTimeStamp > Stable)
        {
            _delay = FirstDelay;
        }

        Ends++;
        return NextDelay();
    }

    /// <summary>After which time to try again what could not be tried.</summary>
    public TimeSpan NextDelay()
    {
        var delay = _delay;
        _delay = _delay * 2 < LongestDelay ? _delay * 2 : LongestDelay;
        return delay;
    }
}
