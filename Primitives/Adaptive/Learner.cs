using System.Globalization;

namespace Tta.Primitives;

/// <summary>Learns in one context which strategy does best. Safe from any thread.</summary>
internal sealed class Learner<TSettings>(
    string context, AdaptiveOptions options, Strategy<TSettings> baseline, Func<int, Strategy<TSettings>?> propose, LearnerMetrics metrics)
{
    // While a strategy is in use, every tenth execution keeps the knowledge of the baseline fresh.
    private const int BaselineEvery = 10;

    // A rest is doubled so many times at most: what never helps costs little, and what may help one day is not given up.
    private const int MostDoublings = 4;

    private readonly Lock _gate = new();
    private readonly List<Strategy<TSettings>> _strategies = [];
    private Strategy<TSettings>? _adopted;
    private long? _tripped;
    private int _turn;
    private long _baselineExecutions;

    /// <summary>The strategy to use for the next execution.</summary>
    public Strategy<TSettings> Choose()
    {
        lock (_gate)
        {
            if (options.Mode is AdaptiveMode.Disabled or AdaptiveMode.Observe || IsTripped())
            {
                return baseline;
            }

            int turn = ++_turn;
            if (_adopted is not null)
            {
                return turn % BaselineEvery == 0 ? baseline : _adopted;
            }

            return turn % 2 == 0 && Trial() is { } trial ? trial : baseline;
        }
    }

    /// <summary>Takes note of how an execution went.</summary>
    public void Record(Strategy<TSettings> strategy, bool good, bool failed, double seconds)
    {
        if (options.Mode == AdaptiveMode.Disabled)
        {
            return;
        }

        lock (_gate)
        {
            strategy.Record(good, failed, seconds);
            if (strategy == _adopted)
            {
                Supervise(strategy);
            }
            else if (strategy == baseline)
            {
                _baselineExecutions++;
                ProposeIfUseful();
                if (_adopted is not null)
                {
                    Compare(_adopted);
                }
            }
            else
            {
                Judge(strategy);
            }

            metrics.Measured(context, strategy.Name, strategy.SuccessRate, Effectiveness());
        }
    }

    public LearningSummary Summary()
    {
        lock (_gate)
        {
            bool tripped = IsTripped();
            return new LearningSummary(
                context,
                options.Mode,
                tripped ? baseline.Name : (_adopted ?? baseline).Name,
                tripped,
                Effectiveness(),
                baseline.Summary(),
                [.. _strategies.Select(strategy => strategy.Summary())]);
        }
    }

    private static string Percent(double rate) => rate.ToString("P0", CultureInfo.InvariantCulture);

    private double Effectiveness() => _adopted is null || IsTripped() ? 0 : _adopted.SuccessRate - baseline.SuccessRate;

    private Strategy<TSettings>? Trial() =>
        _strategies.Find(strategy => strategy.State is StrategyState.Candidate or StrategyState.Validated);

    private bool IsTripped() =>
        _tripped is { } since && options.TimeProvider.GetElapsedTime(since) < options.TripDuration;

    private void ProposeIfUseful()
    {
        if (_adopted is not null
            || Trial() is not null
            || baseline.Executions < options.MinExecutions
            || baseline.SuccessRate > 1 - options.MinImprovement)
        {
            return;
        }

        string because = $"because the baseline succeeded in {Percent(baseline.SuccessRate)}.";
        if (_strategies.Count < options.MaxStrategies && propose(_strategies.Count) is { } strategy)
        {
            strategy.Reason = $"Proposed {because}";
            _strategies.Add(strategy);
            metrics.Created(context, strategy.Name);
        }
        else if (Rested() is { } again)
        {
            again.Restart();
            Put(again, StrategyState.Candidate, $"Tried anew {because}");
        }
        else
        {
            return;
        }

        // Both sides are judged on the same stretch of time, not on how the dependency once was.
        baseline.Restart();
    }

    /// <summary>
    /// The strategy that may be tried anew, the one whose rest is over longest if there are several. Asked for only when none is in use or
    /// on trial: all are rejected.
    /// </summary>
    private Strategy<TSettings>? Rested() => _strategies
        .Where(strategy => strategy.RestsUntil <= _baselineExecutions)
        .MinBy(strategy => strategy.RestsUntil);

    private void Judge(Strategy<TSettings> strategy)
    {
        if (strategy.State == StrategyState.Candidate && strategy.Executions >= options.ValidationExecutions)
        {
            bool valid = 1 - strategy.FailureRate >= options.ValidationRate;
            string reason = $"{Percent(1 - strategy.FailureRate)} of its first executions did not fail.";
            if (valid)
            {
                Put(strategy, StrategyState.Validated, reason);
            }
            else
            {
                Reject(strategy, reason);
            }
        }

        if (strategy.State != StrategyState.Validated
            || strategy.Executions < options.MinExecutions
            || baseline.Executions < options.MinExecutions)
        {
            return;
        }

        if (strategy.SuccessRate < baseline.SuccessRate + options.MinImprovement)
        {
            Reject(strategy, $"{Percent(strategy.SuccessRate)} is not enough better than {Percent(baseline.SuccessRate)}.");
        }
        else if (strategy.SecondsPerSuccess > options.MaxLatencyRatio * baseline.SecondsPerSuccess)
        {
            Reject(strategy, "A success takes too much longer with it.");
        }
        else if (options.Mode == AdaptiveMode.Active)
        {
            Put(strategy, StrategyState.Adopted, $"{Percent(strategy.SuccessRate)} instead of {Percent(baseline.SuccessRate)}.");
            strategy.ForgetRecent();
            _adopted = strategy;
        }
    }

    private void Supervise(Strategy<TSettings> strategy)
    {
        if (strategy.RecentFailureRate > options.TripRate)
        {
            strategy.ForgetRecent();
            _tripped = options.TimeProvider.GetTimestamp();
            metrics.Tripped(context);
        }

        Compare(strategy);
    }

    /// <summary>Gives up a strategy that the baseline has overtaken; what comes next is learned anew.</summary>
    private void Compare(Strategy<TSettings> strategy)
    {
        if (strategy.SuccessRate < baseline.SuccessRate - options.MinImprovement)
        {
            Reject(strategy, $"The baseline overtook it: {Percent(baseline.SuccessRate)} against {Percent(strategy.SuccessRate)}.");
            _adopted = null;
        }
    }

    private void Reject(Strategy<TSettings> strategy, string reason)
    {
        Put(strategy, StrategyState.Rejected, reason);
        strategy.RestsUntil = _baselineExecutions + ((long)options.ReconsiderAfter << strategy.Doublings);

        // When nothing worked, this did not tell against the strategy.
        if (strategy.SuccessRate > 0 || baseline.SuccessRate > 0)
        {
            strategy.Doublings = Math.Min(strategy.Doublings + 1, MostDoublings);
        }
    }

    private static void Put(Strategy<TSettings> strategy, StrategyState state, string reason)
    {
        strategy.State = state;
        strategy.Reason = reason;
    }
}
