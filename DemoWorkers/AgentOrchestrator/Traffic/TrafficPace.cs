namespace Tta.DemoWorkers.AgentOrchestrator.Traffic;

/// <summary>Says how long it is until the next workflow is due. Not by the time of day: a clock that is set back would stop the traffic for as long.</summary>
internal sealed class TrafficPace(TimeProvider time)
{
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(1);
    private readonly long _began = time.GetTimestamp();
    private TimeSpan _due;

    /// <param name="gap">The time between the arrival before and the next.</param>
    /// <returns>How long to wait for that; zero when it is due already.</returns>
    public TimeSpan Next(TimeSpan gap)
    {
        _due += gap;
        var wait = _due - time.GetElapsedTime(_began);
        if (wait < -MaxLag)
        {
            // The process was held up; a burst would not be the configured rate.
            _due -= wait;
        }

        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
