using System.Collections.Concurrent;

namespace Tta.Primitives;

/// <summary>
/// A primitive that learns from its own outcomes, separately for each context: when its configured way (the baseline) does poorly it
/// proposes other strategies, tries them, and adopts one that proves better.
/// </summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
/// <typeparam name="TSettings">What its strategies differ in.</typeparam>
/// <remarks>
/// A strategy is tried on every second execution. It is valid when at least 80 % of its first 5 executions did not fail, and adopted
/// when after 10 executions on both sides it succeeds at least 5 points more often and takes at most 1.1 times as long per success. When
/// more than half of its last 10 executions fail, the baseline takes over for 300 s. When no further strategy is left, a rejected one is
/// tried anew after 100 executions of the baseline, and each time it is rejected again after twice as many: what it failed for may be over.
/// What an outer time limit cuts off is a failure; what the caller gives up does not count. All figures are options.
/// </remarks>
public abstract class AdaptivePrimitive<TIn, TOut, TSettings> : WorkflowPrimitive<TIn, TOut>
{
    private const string BaselineName = "baseline";

    private readonly AdaptiveOptions _options;
    private readonly LearnerMetrics _metrics;
    private readonly ConcurrentDictionary<string, Learner<TSettings>> _learners = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    private protected AdaptivePrimitive(string adapted, AdaptiveOptions? options)
        : base(PrimitiveTypes.Adaptive, options?.Name ?? $"{PrimitiveTypes.Adaptive}_{adapted}")
    {
        _options = OptionsCheck.Valid(options ?? new AdaptiveOptions());
        _metrics = new LearnerMetrics(this);
    }

    /// <summary>What has been learned, context by context, with the reasons.</summary>
    public IReadOnlyList<LearningSummary> GetLearningSummary() =>
        [.. _learners.Values.Select(learner => learner.Summary()).OrderBy(summary => summary.Context, StringComparer.Ordinal)];

    /// <summary>Makes the configured way of doing.</summary>
    private protected abstract (string Description, TSettings Settings) Baseline();

    /// <summary>Makes the next strategy, after <paramref name="tried"/> others; null when nothing else is left to try.</summary>
    private protected abstract (string Name, string Description, TSettings Settings)? Propose(int tried);

    /// <summary>Runs once with the given settings; tells the result and whether it was a good one.</summary>
    private protected abstract ValueTask<(TOut Output, bool Good)> RunAsync(
        TSettings settings, TIn input, WorkflowContext context, CancellationToken cancellationToken);

    /// <inheritdoc/>
    protected override async ValueTask<TOut> ExecuteCoreAsync(
        TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        Learner<TSettings> learner = LearnerFor(context);
        Strategy<TSettings> strategy = learner.Choose();
        long started = _options.TimeProvider.GetTimestamp();
        TOut output;
        bool good;
        try
        {
            (output, good) = await RunAsync(strategy.Settings, input, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!Outcome.IsAbandoned(exception, cancellationToken))
        {
            learner.Record(strategy, good: false, failed: true, Seconds(started));
            throw;
        }

        learner.Record(strategy, good, failed: false, Seconds(started));
        return output;
    }

    private double Seconds(long started) => _options.TimeProvider.GetElapsedTime(started).TotalSeconds;

    private Learner<TSettings> LearnerFor(WorkflowContext context)
    {
        string key = (_options.ContextKey is { } of ? of(context) : context.WorkflowName) ?? TtaNames.Values.Unknown;
        if (_learners.TryGetValue(key, out Learner<TSettings>? learner))
        {
            return learner;
        }

        lock (_gate)
        {
            if (_learners.Count >= _options.MaxContexts && !_learners.ContainsKey(key))
            {
                key = RouteReasons.Other;
            }

            return _learners.GetOrAdd(key, NewLearner);
        }
    }

    private Learner<TSettings> NewLearner(string context)
    {
        (string description, TSettings settings) = Baseline();
        return new Learner<TSettings>(
            context,
            _options,
            new Strategy<TSettings>(BaselineName, description, settings) { State = StrategyState.Adopted, Reason = "Configured." },
            tried => Propose(tried) is var (name, what, with) ? new Strategy<TSettings>(name, what, with) : null,
            _metrics);
    }
}
