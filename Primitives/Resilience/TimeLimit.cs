namespace Tta.Primitives;

/// <summary>Cancels one execution's work after a while.</summary>
internal sealed class TimeLimit : LinkedSource
{
    private readonly ITimer _timer;

    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken caller)
        : base(caller) =>
        _timer = time.CreateTimer(static limit => _ = ((TimeLimit)limit!).CancelByLimitAsync(), this, limit, Timeout.InfiniteTimeSpan);

    public override void End()
    {
        _timer.Dispose();
        base.End();
    }
}
