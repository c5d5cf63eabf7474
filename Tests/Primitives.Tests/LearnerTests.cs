using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>How long a rejected strategy rests, counted in executions of the baseline, and which of several is tried anew.</summary>
public sealed class LearnerTests
{
    private const int Rest = 10;

    private readonly AdaptiveOptions _options = new()
    {
        MinExecutions = 1,
        ValidationExecutions = 2,
        ReconsiderAfter = Rest,
        TimeProvider = new ManualTime(),
    };

    private readonly Strategy<int> _baseline = new("baseline", "", 0);
    private readonly Strategy<int>[] _strategies = [new("one", "", 1), new("two", "", 2)];

    private Learner<int> Learner(int strategies = 1) => new(
        "context", _options, _baseline, tried => tried < strategies ? _strategies[tried] : null, new LearnerMetrics(Make.Add(1)));

    /// <summary>Lets a strategy's trial of two executions fail, once or twice.</summary>
    private static void Reject(Learner<int> learner, Strategy<int> strategy, bool onceGood = false)
    {
        learner.Record(strategy, good: onceGood, failed: !onceGood, seconds: 1);
        learner.Record(strategy, good: false, failed: true, seconds: 1);
        Assert.Equal(StrategyState.Rejected, strategy.State);
    }

    /// <summary>Executes the baseline until a strategy is on trial, and tells how often.</summary>
    private int UntilTrial(Learner<int> learner, bool baselineGood = false)
    {
        for (int i = 1; i <= 100 * Rest; i++)
        {
            learner.Record(_baseline, good: baselineGood, failed: !baselineGood, seconds: 1);
            if (_strategies.Any(strategy => strategy is { State: StrategyState.Candidate, Reason: not "" }))
            {
                return i;
            }
        }

        return -1;
    }

    [Fact]
    public void It_rests_for_exactly_so_many_executions_of_the_baseline()
    {
        Learner<int> learner = Learner();
        Assert.Equal(1, UntilTrial(learner));
        Reject(learner, _strategies[0]);
        Assert.Equal(Rest, UntilTrial(learner));
        Assert.Equal("Tried anew because the baseline succeeded in 0 %.", _strategies[0].Reason);
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 2)]
    [InlineData(false, true, 2)]
    public void Its_rest_is_doubled_unless_nothing_worked_then(bool strategyGood, bool baselineGood, int times)
    {
        _options.MinImprovement = 0;
        Learner<int> learner = Learner();
        UntilTrial(learner);
        learner.Record(_baseline, good: baselineGood, failed: !baselineGood, seconds: 1);
        Reject(learner, _strategies[0], strategyGood);
        learner.Record(_baseline, good: false, failed: true, seconds: 1);
        Assert.Equal(Rest - 1, UntilTrial(learner));
        Reject(learner, _strategies[0]);
        Assert.Equal(times * Rest, UntilTrial(learner));
    }

    [Fact]
    public void Its_rest_is_doubled_four_times_at_most()
    {
        Learner<int> learner = Learner();
        UntilTrial(learner);
        var rests = new List<int>();
        for (int i = 0; i < 7; i++)
        {
            Reject(learner, _strategies[0], onceGood: true);
            rests.Add(UntilTrial(learner) / Rest);
        }

        Assert.Equal([1, 2, 4, 8, 16, 16, 16], rests);
    }

    [Fact]
    public void Of_several_whose_rest_is_over_the_one_is_tried_anew_for_which_it_was_over_first()
    {
        Learner<int> learner = Learner(strategies: 2);
        UntilTrial(learner);
        Reject(learner, _strategies[0], onceGood: true);
        UntilTrial(learner);
        Reject(learner, _strategies[1], onceGood: true);

        // The first one's second rest is twice as long, and ends after the other's.
        UntilTrial(learner);
        Assert.Equal(StrategyState.Candidate, _strategies[0].State);
        Reject(learner, _strategies[0], onceGood: true);
        Assert.True(_strategies[0].RestsUntil > _strategies[1].RestsUntil);

        // While the baseline does well nothing is tried; then both have rested.
        _options.MinImprovement = 0.9;
        Assert.Equal(-1, UntilTrial(learner, baselineGood: true));
        _options.MinImprovement = 0;
        Assert.Equal(1, UntilTrial(learner));
        Assert.Equal((StrategyState.Rejected, StrategyState.Candidate), (_strategies[0].State, _strategies[1].State));
    }
}
