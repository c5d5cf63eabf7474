using System.Globalization;
using System.Text;
using Tta.Primitives.Tests.Support;

namespace Tta.Primitives.Tests;

/// <summary>The rules of learning, execution by execution, on two choices: the baseline tries A first, the only strategy B.</summary>
public sealed class AdaptiveLearningTests
{
    // Ten to find the baseline wanting, then ten of each in turn.
    private const string UntilAdopted = "AAAAAAAAAA" + "ABABABABABABABABABAB";

    private readonly ManualTime _time = new();
    private readonly AdaptiveOptions _options;
    private readonly StringBuilder _triedFirst = new();
    private Func<bool> _aFails = () => true;
    private Func<bool> _bFails = () => false;
    private TimeSpan _aTakes;
    private TimeSpan _bTakes;
    private string? _first;
    private Action _began = () => { };

    public AdaptiveLearningTests() => _options = new AdaptiveOptions { TimeProvider = _time };

    /// <summary>Made when first used: a test says before how it is to learn.</summary>
    private AdaptiveFallbackPrimitive<int, int> Adaptive => field ??= new(
        [Choice("A", () => _aFails(), () => _aTakes), Choice("B", () => _bFails(), () => _bTakes)], options: _options);

    private LearningSummary Summary => Assert.Single(Adaptive.GetLearningSummary());

    private StrategySummary Strategy => Assert.Single(Summary.Strategies);

    private LambdaPrimitive<int, int> Choice(string name, Func<bool> fails, Func<TimeSpan> takes) => new(name, i =>
    {
        _first ??= name;
        _began();
        _time.Advance(_first == name ? takes() : TimeSpan.Zero);
        return fails() ? throw new InvalidOperationException(name) : i;
    });

    /// <summary>Runs a number of times and returns who was tried first each time; the caller cancels where it is <paramref name="cancelled"/>.</summary>
    private async Task<string> RunAsync(int executions, string? cancelled = null)
    {
        _triedFirst.Clear();
        for (int i = 0; i < executions; i++)
        {
            _first = null;
            using var stop = new CancellationTokenSource();
            _began = () =>
            {
                if (_first == cancelled)
                {
                    stop.Cancel();
                    stop.Token.ThrowIfCancellationRequested();
                }
            };
            try
            {
                await Adaptive.ExecuteAsync(i, Make.Context(), stop.Token);
            }
            catch (Exception exception) when (exception is AllFallbacksFailedException or OperationCanceledException)
            {
            }

            _triedFirst.Append(_first);
        }

        return _triedFirst.ToString();
    }

    /// <summary>Says of each call whether it fails: <c>x</c> does, and what comes after the text is as its end.</summary>
    private static Func<bool> Script(string text)
    {
        int call = 0;
        return () => text[Math.Min(call++, text.Length - 1)] == 'x';
    }

    [Fact]
    public async Task A_strategy_is_tried_every_second_time_and_once_adopted_leaves_every_tenth_to_the_baseline()
    {
        Assert.Equal(UntilAdopted + "BBBBBBBBBA" + "BBBBBBBBBA", await RunAsync(50));
        Assert.Equal(("B_first", StrategyState.Adopted, "100 % instead of 0 %."), (Summary.Current, Strategy.State, Strategy.Reason));
        Assert.Equal(("baseline", StrategyState.Adopted, "Configured."), (Summary.Baseline.Name, Summary.Baseline.State, Summary.Baseline.Reason));
    }

    [Fact]
    public async Task It_says_why_it_proposed_something()
    {
        _aFails = Script("xxx.......");
        await RunAsync(9);
        Assert.Empty(Summary.Strategies);
        await RunAsync(1);
        Assert.Equal(("B_first", StrategyState.Candidate, "Proposed because the baseline succeeded in 70 %."), (Strategy.Name, Strategy.State, Strategy.Reason));
        Assert.Equal((0, 0, 0), (Summary.Baseline.Executions, Summary.Baseline.SuccessRate, Strategy.SuccessRate));
        Assert.Equal(double.PositiveInfinity, Strategy.SecondsPerSuccess);
    }

    [Theory]
    [InlineData(AdaptiveMode.Disabled, "AAAAAAAAAAAAAAA", 0)]
    [InlineData(AdaptiveMode.Observe, "AAAAAAAAAAAAAAA", 5)]
    [InlineData(AdaptiveMode.Validate, "AAAAAAAAAAABABA", 3)]
    public async Task What_is_tried_and_what_is_recorded_depends_on_the_mode(AdaptiveMode mode, string tried, int recorded)
    {
        _options.Mode = mode;
        Assert.Equal(tried, await RunAsync(15));
        Assert.Equal((mode, recorded), (Summary.Mode, Summary.Baseline.Executions));
    }

    [Fact]
    public async Task In_validate_mode_what_would_be_adopted_goes_on_being_tried()
    {
        _options.Mode = AdaptiveMode.Validate;
        Assert.Equal(UntilAdopted + "ABABABABAB", await RunAsync(40));
        Assert.Equal((StrategyState.Validated, "100 % of its first executions did not fail."), (Strategy.State, Strategy.Reason));
        Assert.Equal(("baseline", 0), (Summary.Current, Summary.Effectiveness));
    }

    [Theory]
    [InlineData("x....", StrategyState.Validated, "80 % of its first executions did not fail.")]
    [InlineData("xx...", StrategyState.Rejected, "60 % of its first executions did not fail.")]
    public async Task A_strategy_is_valid_when_four_of_its_first_five_executions_do_not_fail(string strategys, StrategyState state, string reason)
    {
        // A fails always: where B is first and fails, too, the execution does.
        await RunAsync(10);
        Func<bool> script = Script(strategys);
        _bFails = () => _first == "B" && script();
        await RunAsync(9);
        Assert.Equal(StrategyState.Candidate, Strategy.State);
        await RunAsync(1);
        Assert.Equal((state, 5, reason), (Strategy.State, Strategy.Executions, Strategy.Reason));
    }

    [Fact]
    public async Task What_was_valid_stays_valid_until_it_is_compared()
    {
        await RunAsync(10);
        Func<bool> script = Script(".....xxx..");
        _bFails = () => _first == "B" && script();
        await RunAsync(16);
        Assert.Equal((StrategyState.Validated, 8), (Strategy.State, Strategy.Executions));
    }

    [Fact]
    public async Task What_is_not_valid_yet_is_not_adopted()
    {
        (_options.MinExecutions, _options.ValidationExecutions) = (3, 8);
        Assert.Equal("AAA" + "BABABABABABABAB" + "BA", await RunAsync(20));
        Assert.Equal(StrategyState.Adopted, Strategy.State);
    }

    [Theory]
    [InlineData("A")]
    [InlineData("B")]
    public async Task Both_sides_need_their_executions_and_one_that_was_cancelled_is_none(string cancelled)
    {
        await RunAsync(10);
        await RunAsync(40, cancelled);
        Assert.NotEqual(StrategyState.Adopted, Strategy.State);
        Assert.Equal(cancelled == "A" ? (0, 20) : (20, 0), (Summary.Baseline.Executions, Strategy.Executions));
    }

    [Fact]
    public async Task The_smallest_improvement_that_is_asked_for_is_enough()
    {
        _options.MinImprovement = 0.5;
        _aFails = Script("x.x.x.x.x.x.x.x.x.x.");
        Assert.Equal(UntilAdopted, await RunAsync(30));
        Assert.Equal(("B_first", 0.5, 0.5), (Summary.Current, Summary.Baseline.SuccessRate, Summary.Effectiveness));
    }

    [Fact]
    public async Task Less_than_the_improvement_that_is_asked_for_is_not_enough()
    {
        _aFails = Script("xxxxxxxxxx" + "x.........");
        _bFails = Script("..........." + "x...........");
        await RunAsync(30);
        Assert.Equal(("baseline", StrategyState.Rejected), (Summary.Current, Strategy.State));
        Assert.Equal("90 % is not enough better than 90 %.", Strategy.Reason);
        Assert.Equal(new string('A', 20), await RunAsync(20));
    }

    [Theory]
    [InlineData(4, "B_first", "100 % instead of 50 %.")]
    [InlineData(4.5, "baseline", "A success takes too much longer with it.")]
    public async Task A_success_may_take_as_many_times_longer_as_allowed_and_no_more(double seconds, string current, string reason)
    {
        // Half of the baseline's executions of a second succeed: two seconds per success.
        _options.MaxLatencyRatio = 2;
        _aFails = Script("x.x.x.x.x.x.x.x.x.x.");
        (_aTakes, _bTakes) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds));
        await RunAsync(30);

        Assert.Equal((current, reason), (Summary.Current, Strategy.Reason));
        Assert.Equal(seconds, Strategy.SecondsPerSuccess);
    }

    [Fact]
    public async Task While_tripped_every_execution_is_the_baselines()
    {
        await RunAsync(30);
        _bFails = () => true;
        Assert.Equal("BBBBBBBBBAB", await RunAsync(11));
        Assert.Equal((true, "baseline", 0), (Summary.Tripped, Summary.Current, Summary.Effectiveness));

        Assert.Equal(new string('A', 25), await RunAsync(25));
        _time.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal("B", await RunAsync(1));
    }

    [Theory]
    [InlineData("xxxxx.....", false)]
    [InlineData("xxxxxx....", true)]
    [InlineData("....x.x.x.x.x.x", false)]
    [InlineData("....x.x.x.xxx.x", true)]
    public async Task More_than_half_of_the_last_ten_failures_trip_it(string script, bool trips)
    {
        // The script is of the strategy's own executions; the baseline's in between do not count.
        await RunAsync(30);
        Func<bool> scripted = Script(script);
        _bFails = () => _first == "B" && scripted();
        while (Strategy.Executions < 10 + script.Length && !Summary.Tripped)
        {
            await RunAsync(1);
        }

        Assert.Equal(trips, Summary.Tripped);
    }

    [Fact]
    public async Task What_the_baseline_overtakes_is_given_up_at_once()
    {
        await RunAsync(30);

        // Now A works and B does not; A saves the executions, so that nothing trips.
        (_aFails, _bFails) = (() => false, () => true);
        await RunAsync(39);
        Assert.Equal("B_first", Summary.Current);
        Assert.Equal("A", await RunAsync(1));
        Assert.Equal(("baseline", StrategyState.Rejected), (Summary.Current, Strategy.State));
        Assert.Equal("The baseline overtook it: 29 % against 22 %.", Strategy.Reason);
        Assert.Equal(new string('A', 20), await RunAsync(20));
    }

    [Fact]
    public async Task A_valid_strategy_waits_for_its_own_ten_executions_too()
    {
        await RunAsync(20);
        await RunAsync(20, cancelled: "B");
        await RunAsync(2);
        Assert.Equal((16, StrategyState.Validated, 6), (Summary.Baseline.Executions, Strategy.State, Strategy.Executions));
    }

    [Theory]
    [InlineData(nameof(AdaptiveOptions.MinExecutions))]
    [InlineData(nameof(AdaptiveOptions.ValidationExecutions))]
    public async Task As_many_executions_can_be_asked_for_as_are_remembered(string option)
    {
        typeof(AdaptiveOptions).GetProperty(option)!.SetValue(_options, 100);
        await RunAsync(310);
        Assert.Equal("B_first", Summary.Current);

        typeof(AdaptiveOptions).GetProperty(option)!.SetValue(_options, 101);
        Assert.Throws<ArgumentException>("options", () => new AdaptiveRetryPrimitive<int, int>(Make.Add(1), options: _options));
    }

    [Theory]
    [InlineData("x.x.x.x.x.x.x.x.x.x.", "BBBBBBBBBABBA")]
    [InlineData("x.........x.........", "BBA")]
    public async Task What_falls_below_the_baseline_is_given_up_at_once(string baselines, string tried)
    {
        _aFails = Script(baselines);
        Assert.Equal(UntilAdopted, await RunAsync(30));
        (_aFails, _bFails) = (() => false, () => true);
        Assert.Equal(tried, await RunAsync(tried.Length));
        Assert.Equal(("baseline", StrategyState.Rejected), (Summary.Current, Strategy.State));
    }

    [Fact]
    public async Task Old_outcomes_fade()
    {
        _options.Mode = AdaptiveMode.Observe;
        _aFails = () => false;
        _aTakes = TimeSpan.FromSeconds(1);
        await RunAsync(100);
        Assert.Equal((100, 1, 1), (Summary.Baseline.Executions, Summary.Baseline.SuccessRate, Summary.Baseline.SecondsPerSuccess));

        _aFails = () => true;
        await RunAsync(2);
        Assert.Equal(100, Summary.Baseline.Executions, 1e-9);
        Assert.Equal(0.99 * 0.99, Summary.Baseline.SuccessRate, 1e-9);
        Assert.Equal(1 / (0.99 * 0.99), Summary.Baseline.SecondsPerSuccess, 1e-9);
    }

    [Fact]
    public async Task Every_execution_is_measured_with_what_it_was_done_by()
    {
        using var telemetry = new Telemetry();
        await RunAsync(31);
        Assert.Equal(20, telemetry.Of("adaptive.strategy.success_rate", ("primitive_name", "adaptive_fallback"), ("strategy", "baseline")).Count());
        Assert.Equal(11, telemetry.Of("adaptive.strategy.success_rate", ("context", "content_generation"), ("strategy", "B_first")).Count());
        Assert.Equal([0, 1, 1], telemetry.Of("adaptive.learning.effectiveness").TakeLast(3).Select(m => m.Value));
    }

    [Fact]
    public async Task A_workflow_without_a_name_is_a_context_too()
    {
        await Adaptive.ExecuteAsync(1, new WorkflowContext());
        Assert.Equal("unknown", Summary.Context);
    }

    [Fact]
    public void The_documented_figures_are_the_defaults()
    {
        var options = new AdaptiveOptions();
        Assert.Equal(
            "Active 50 5 10 0.05 1.1 5 0.8 0.5 00:05:00",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{options.Mode} {options.MaxContexts} {options.MaxStrategies} {options.MinExecutions} {options.MinImprovement} {options.MaxLatencyRatio} {options.ValidationExecutions} {options.ValidationRate} {options.TripRate} {options.TripDuration}"));
    }

    // D1
    [Fact]
    public async Task What_an_outage_made_it_reject_is_tried_anew_when_it_is_over()
    {
        _bFails = () => true;
        await RunAsync(100);
        Assert.Equal((StrategyState.Rejected, 5), (Strategy.State, Strategy.Executions));
        _bFails = () => false;
        string tried = await RunAsync(200);
        Assert.Equal(("B_first", StrategyState.Adopted), (Summary.Current, Strategy.State));

        // Rested until 115 executions of the baseline: ten, then five during the trial, then a hundred.
        Assert.Equal(120, 100 + tried.IndexOf('B', StringComparison.Ordinal) - 1);
    }

    // D1
    [Fact]
    public async Task What_never_helps_rests_twice_as_long_each_time_and_an_outage_does_not_count()
    {
        _options.ReconsiderAfter = 20;
        int call = 0;
        _aFails = () => ++call % 2 == 0;
        _bFails = () => _first == "B";
        string tried = await RunAsync(1000);
        int[] starts = [.. Enumerable.Range(1, 999).Where(i => tried[i] == 'B' && !tried[Math.Max(0, i - 3)..i].Contains('B', StringComparison.Ordinal))];
        int[] rests = [.. starts.Zip(starts.Skip(1), (one, next) => next - one)];
        Assert.True(rests.Length >= 3, tried);
        Assert.Equal(rests.Order(), rests);
        Assert.True(rests[1] > 1.5 * rests[0] && rests[2] > 1.5 * rests[1], string.Join(' ', rests));
    }

    // D1: what the issue describes.
    [Fact]
    public async Task After_a_hundred_failing_calls_it_still_learns_what_is_to_be_had()
    {
        int calls = 0, random = 12345;
        bool Fails(double share) => calls <= 100 || ((random = (random * 1103515245) + 12345) >>> 8) % 1000 < share * 1000;
        var flaky = new LambdaPrimitive<int, int>("flaky", i => Fails(0.36) ? throw new InvalidOperationException() : i);
        var adaptive = new AdaptiveRetryPrimitive<int, int>(
            flaky, new RetryOptions { MaxRetries = 0, BaseDelay = TimeSpan.Zero }, new AdaptiveOptions { TimeProvider = _time });
        int good = 0;
        for (calls = 1; calls <= 3000; calls++)
        {
            good += await Record.ExceptionAsync(() => adaptive.ExecuteAsync(1, Make.Context()).AsTask()) is null ? 1 : 0;
        }

        Assert.InRange(good, 0.85 * 2900, 2900);
    }
}
