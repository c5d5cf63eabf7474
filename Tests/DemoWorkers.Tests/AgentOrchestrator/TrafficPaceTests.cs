using Microsoft.Extensions.Time.Testing;
using Tta.DemoWorkers.AgentOrchestrator.Traffic;

namespace Tta.DemoWorkers.Tests.AgentOrchestrator;

public sealed class TrafficPaceTests
{
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(250);
    private readonly SettableClock _time = new();

    [Fact]
    public void Arrivals_are_due_one_gap_after_the_other_however_long_their_starts_take()
    {
        var pace = new TrafficPace(_time);

        Assert.Equal(Gap, pace.Next(Gap));
        _time.Advance(TimeSpan.FromMilliseconds(300));
        Assert.Equal(TimeSpan.FromMilliseconds(200), pace.Next(Gap));
    }

    [Fact]
    public void What_was_held_up_is_caught_up_with_unless_it_is_more_than_a_second()
    {
        var pace = new TrafficPace(_time);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(TimeSpan.Zero, pace.Next(Gap));
        Assert.Equal(TimeSpan.Zero, pace.Next(Gap));

        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.Zero, pace.Next(Gap));
        Assert.Equal(Gap, pace.Next(Gap));
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void A_clock_that_is_set_changes_nothing(double seconds)
    {
        var pace = new TrafficPace(_time);
        _time.Set(TimeSpan.FromSeconds(seconds));

        Assert.Equal(Gap, pace.Next(Gap));
    }

    /// <summary>The time of day can be set; what measures durations goes on.</summary>
    private sealed class SettableClock : TimeProvider
    {
        private readonly FakeTimeProvider _time = new();
        private TimeSpan _set;

        public override long TimestampFrequency => _time.TimestampFrequency;

        public void Set(TimeSpan by) => _set += by;

        public void Advance(TimeSpan by) => _time.Advance(by);

        public override DateTimeOffset GetUtcNow() => _time.GetUtcNow() + _set;

        public override long GetTimestamp() => _time.GetTimestamp();
    }
}
