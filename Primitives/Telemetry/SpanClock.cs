namespace Tta.Primitives;

/// <summary>
/// Places timestamps in time, so that one reading of the clock serves a span's start and its duration: reading a clock is a good part of
/// what a span costs.
/// </summary>
internal sealed class SpanClock
{
    public static readonly SpanClock System = new(TimeProvider.System);

    private readonly TimeProvider _time;
    private readonly double _ticks;
    private readonly long _maxAge;
    private readonly long _maxGap;
    private volatile Anchor _anchor;

    public SpanClock(TimeProvider time)
    {
        _time = time;
        _ticks = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;

        // For so long, a time that is set or a machine that sleeps goes unnoticed: a second.
        _maxAge = time.TimestampFrequency;

        // Both clocks are to be read within this, or a thread that was interrupted in between would be wrong for all: 10 µs.
        _maxGap = time.TimestampFrequency / 100_000;
        _anchor = Now();
    }

    /// <summary>The time of day at <paramref name="timestamp"/>.</summary>
    public DateTimeOffset At(long timestamp)
    {
        Anchor anchor = _anchor;
        if (timestamp - anchor.Timestamp > _maxAge)
        {
            _anchor = anchor = Now();
        }

        return new DateTimeOffset(anchor.UtcTicks + (long)((timestamp - anchor.Timestamp) * _ticks), TimeSpan.Zero);
    }

    private Anchor Now()
    {
        Anchor best = Read(out long gap);
        for (int i = 0; gap > _maxGap && i < 3; i++)
        {
            Anchor next = Read(out long nextGap);
            (best, gap) = nextGap < gap ? (next, nextGap) : (best, gap);
        }

        return best;
    }

    private Anchor Read(out long gap)
    {
        long before = _time.GetTimestamp();
        long utc = _time.GetUtcNow().UtcTicks;
        gap = _time.GetTimestamp() - before;
        return new Anchor(before + (gap / 2), utc);
    }

    /// <summary>The two clocks at one moment; an object, so that both are replaced at once.</summary>
    private sealed record Anchor(long Timestamp, long UtcTicks);
}
