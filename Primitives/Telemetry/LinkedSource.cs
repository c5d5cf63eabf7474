namespace Tta.Primitives;

/// <summary>
/// Cancels a part of the work: when the caller does, or on its own. Made anew for each execution, since the token may be kept, and a
/// cancellation of one execution must not reach what another one left behind.
/// </summary>
internal class LinkedSource : CancellationTokenSource
{
    private readonly CancellationToken _caller;
    private readonly CancellationTokenRegistration _link;
    private volatile Cause _cause;

    public LinkedSource(CancellationToken caller)
    {
        _caller = caller;
        _link = caller.UnsafeRegister(static source => ((LinkedSource)source!).CancelByCaller(), this);
    }

    private enum Cause
    {
        None,
        Caller,
        Limit,
        Failure,
        Ended,
    }

    /// <summary>Whether it was the limit that cancelled first.</summary>
    public bool LimitPassed => _cause == Cause.Limit;

    /// <summary>Cancels because a time limit has passed.</summary>
    /// <returns>Done when the token's callbacks have run; what they throw is theirs.</returns>
    public Task CancelByLimitAsync() => Decide(Cause.Limit) ? CancelAsync() : Task.CompletedTask;

    /// <summary>Cancels because what the work was for has failed.</summary>
    /// <inheritdoc cref="CancelByLimitAsync" path="/returns"/>
    public Task CancelByFailureAsync() => Decide(Cause.Failure) ? CancelAsync() : Task.CompletedTask;

    /// <summary>The work has ended: nothing cancels its token any more.</summary>
    /// <remarks>
    /// Not disposed of: without a timer or a wait handle there is nothing to release, and a token that was kept stays usable.
    /// </remarks>
    public virtual void End()
    {
        // Does not wait for callbacks under way, as disposing of it would: this may well be one of them.
        _link.Unregister();
        lock (this)
        {
            if (_cause == Cause.None)
            {
                _cause = Cause.Ended;
            }
            else
            {
                CutOffs.Remove(Token);
            }
        }
    }

    private void CancelByCaller()
    {
        if (Decide(Cause.Caller))
        {
            Cancel();
        }
    }

    /// <summary>The first cause decides; true for it.</summary>
    private bool Decide(Cause cause)
    {
        lock (this)
        {
            if (_cause != Cause.None)
            {
                return false;
            }

            _cause = cause;
            if (cause == Cause.Limit || (cause == Cause.Caller && CutOffs.Contains(_caller)))
            {
                CutOffs.Add(Token);
            }

            return true;
        }
    }
}
