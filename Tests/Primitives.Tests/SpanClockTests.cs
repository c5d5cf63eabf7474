namespace Tta.Primitives.Tests;

public sealed class SpanClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 10, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly TwoClocks _time = new();

    [Fact]
    public void A_timestamp_is_placed_by_its_distance_from_when_both_clocks_were_read()
    {
        var clock = new SpanClock(_time);
        _time.Timestamp += TwoClocks.Second / 2;
        Assert.Equal(Noon.AddSeconds(0.5), clock.At(_time.Timestamp));
        Assert.Equal(Noon.AddSeconds(-0.5), clock.At(_time.Timestamp - TwoClocks.Second));
    }

    [Fact]
    public void A_time_that_was_set_counts_after_a_second()
    {
        var clock = new SpanClock(_time);
        _time.Utc = Noon.AddHours(1);
        _time.Timestamp += TwoClocks.Second;
        Assert.Equal(Noon.AddSeconds(1), clock.At(_time.Timestamp));
        _time.Timestamp++;
        Assert.Equal(Noon.AddHours(1), clock.At(_time.Timestamp));
    }

    [Fact]
    public void An_interruption_between_the_two_readings_does_not_count()
    {
        // The first reading takes a second, the others no time.
        _time.Interruptions.Enqueue(TwoClocks.Second);
        var clock = new SpanClock(_time);
        Assert.Equal(Noon, clock.At(_time.Timestamp));
    }

    [Fact]
    public void Of_slow_readings_only_the_closest_counts()
    {
        foreach (long slow in new[] { 40L, 30, 20, 60 })
        {
            _time.Interruptions.Enqueue(slow * TwoClocks.Second / 1000);
        }

        var clock = new SpanClock(_time);

        // Read third, 10 ms into its 20; after it came another 60.
        Assert.Equal(Noon.AddMilliseconds(70), clock.At(_time.Timestamp));
    }

    /// <summary>A time of day and a timestamp that know nothing of each other.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        public const long Second = 1_000_000_000;

        public DateTimeOffset Utc { get; set; } = Noon;

        public long Timestamp { get; set; } = 5 * Second;

        /// <summary>How long each reading of the time of day takes.</summary>
        public Queue<long> Interruptions { get; } = new();

        public override long TimestampFrequency => Second;

        public override long GetTimestamp() => Timestamp;

        public override DateTimeOffset GetUtcNow()
        {
            Timestamp += Interruptions.TryDequeue(out long taken) ? taken : 0;
            return Utc;
        }
    }
}
