using System.Diagnostics;
using System.Diagnostics.Metrics;
using Names = Tta.Primitives.TtaNames.Instruments;

namespace Tta.Primitives;

/// <summary>The source, the meter and every instrument, made once.</summary>
internal static class Instruments
{
    private static readonly string? Version = typeof(Instruments).Assembly.GetName().Version?.ToString(3);

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries =
        [
            0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75,
            1, 1.5, 2, 2.5, 3, 5, 7.5, 10, 15, 20, 30, 60,
        ],
    };

    // A workflow's percentiles are what is promised and looked at, and it has few series: from 60 ms to 10 s two boundaries are at most
    // 18 % apart, and a percentile that is interpolated between them is seldom half of that wrong.
    private static readonly InstrumentAdvice<double> WorkflowSeconds = new()
    {
        HistogramBucketBoundaries =
        [
            0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.115, 0.13, 0.15, 0.17, 0.19, 0.215, 0.25, 0.28, 0.32,
            0.36, 0.4, 0.45, 0.5, 0.57, 0.65, 0.75, 0.85, 1, 1.15, 1.3, 1.5, 1.7, 1.9, 2.15, 2.5, 2.8, 3.2, 3.6, 4, 4.5, 5, 5.7, 6.5, 7.5,
            8.5, 10, 15, 20, 30, 60,
        ],
    };

    // One histogram for each primitive of each workflow: every boundary is a hundred series of a system like the demo. Those of older
    // dashboards, and between them what a percentile needs where most executions are.
    private static readonly InstrumentAdvice<double> PrimitiveSeconds = new()
    {
        HistogramBucketBoundaries =
        [
            0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.35, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 20, 60,
        ],
    };

    // Own time is summed and compared; its percentiles are of less use, and every boundary is a series for each primitive.
    private static readonly InstrumentAdvice<double> OwnSeconds = new()
    {
        HistogramBucketBoundaries = [0.001, 0.01, 0.1, 1, 10],
    };

    // The boundaries that the gen_ai conventions give for their histograms.
    private static readonly InstrumentAdvice<double> GenAiSeconds = new()
    {
        HistogramBucketBoundaries = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
    };

    private static readonly InstrumentAdvice<long> GenAiTokens = new()
    {
        HistogramBucketBoundaries =
            [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
    };

    private static readonly Meter Meter = new(TtaNames.Meter, Version);

    public static readonly ActivitySource Source = new(TtaNames.Source, Version);

    public static readonly Counter<long> WorkflowExecutions =
        Meter.CreateCounter<long>(Names.Workflow.Executions, "{workflow}", "Workflows finished, by how they ended.");

    public static readonly Histogram<double> WorkflowDuration =
        Meter.CreateHistogram(Names.Workflow.Duration, "s", "Time from a workflow's start to its end.", tags: null, WorkflowSeconds);

    public static readonly Counter<long> WorkflowFailures =
        Meter.CreateCounter<long>(Names.Workflow.Failures, "{workflow}", "Failed workflows, by the step and the cause that ended them.");

    public static readonly Counter<double> WorkflowCost =
        Meter.CreateCounter<double>(Names.Workflow.Cost.Dollars, "{USD}", "US dollars that workflows spent on priced models.");

    public static readonly UpDownCounter<long> WorkflowsActive =
        Meter.CreateUpDownCounter<long>(Names.Agent.Workflows.Active, "{workflow}", "Workflows running now.");

    public static readonly Counter<long> PrimitiveExecutions =
        Meter.CreateCounter<long>(Names.Primitive.Executions, "{execution}", "Primitive executions, by how they ended.");

    public static readonly Histogram<double> PrimitiveDuration =
        Meter.CreateHistogram(Names.Execution.Duration, "s", "Time a primitive's execution took.", tags: null, PrimitiveSeconds);

    public static readonly Histogram<double> PrimitiveOwn =
        Meter.CreateHistogram(
            Names.Execution.Own, "s", "Time a primitive's execution took without what it contains.", tags: null, OwnSeconds);

    public static readonly Counter<long> PrimitiveErrors =
        Meter.CreateCounter<long>(Names.Primitive.Errors, "{error}", "Primitive executions that an exception left.");

    public static readonly Counter<long> PrimitiveConnections =
        Meter.CreateCounter<long>(Names.Primitive.Connections, "{call}", "Calls from one primitive to another.");

    public static readonly Counter<long> LlmTokens =
        Meter.CreateCounter<long>(Names.Llm.Tokens, "{token}", "Tokens sent to and received from models.");

    public static readonly Counter<double> LlmCost =
        Meter.CreateCounter<double>(Names.Llm.Cost.Dollars, "{USD}", "US dollars spent on priced models.");

    public static readonly Counter<long> LlmUnpricedCalls =
        Meter.CreateCounter<long>(Names.Llm.Unpriced.Calls, "{call}", "Model calls whose cost is unknown.");

    public static readonly Counter<long> LlmUnpricedTokens =
        Meter.CreateCounter<long>(Names.Llm.Unpriced.Tokens, "{token}", "Tokens of model calls whose cost is unknown.");

    public static readonly UpDownCounter<long> LlmCallsActive =
        Meter.CreateUpDownCounter<long>(Names.Llm.Calls.Active, "{call}", "Model calls under way.");

    public static readonly Histogram<double> LlmLatency =
        Meter.CreateHistogram(Names.Llm.Latency, "s", "Time a model call took.", tags: null, Seconds);

    public static readonly Gauge<int> LlmHealth =
        Meter.CreateGauge<int>(Names.Llm.Health.Up, unit: null, "1 when the model's last call succeeded, 0 when it failed.");

    public static readonly Counter<long> LlmBadAnswers =
        Meter.CreateCounter<long>(Names.Llm.Bad.Answers, "{answer}", "Answers that do not have the shape that was asked for, by reason.");

    public static readonly Counter<long> BudgetDecisions =
        Meter.CreateCounter<long>(Names.Budget.Decisions, "{decision}", "What budgets that were spent refused, degraded or forgot.");

    public static readonly Histogram<double> ToolDuration =
        Meter.CreateHistogram(Names.Tool.Duration, "s", "Time a call of a tool took.", tags: null, PrimitiveSeconds);

    public static readonly Counter<long> CacheOperations =
        Meter.CreateCounter<long>(Names.Cache.Operations, "{operation}", "Cache look-ups, evictions and errors.");

    public static readonly Counter<double> CacheSavings =
        Meter.CreateCounter<double>(Names.Cache.Savings.Dollars, "{USD}", "US dollars not spent because of cache hits.");

    public static readonly Counter<long> CacheUnpricedHits =
        Meter.CreateCounter<long>(Names.Cache.Unpriced.Hits, "{hit}", "Cache hits whose savings are not known, or only in part.");

    public static readonly Gauge<long> CacheSize =
        Meter.CreateGauge<long>(Names.Cache.Size, "By", "Bytes held by a cache, where values have a known size.");

    public static readonly Gauge<long> CacheEntries =
        Meter.CreateGauge<long>(Names.Cache.Entries, "{entry}", "Entries held by a cache.");

    public static readonly Counter<long> RouterDecisions =
        Meter.CreateCounter<long>(Names.Router.Decisions, "{decision}", "Routing decisions, by route and reason.");

    public static readonly Counter<long> RetryAttempts =
        Meter.CreateCounter<long>(Names.Retry.Attempts, "{attempt}", "Retries, by how they ended. First tries are not counted.");

    public static readonly Counter<long> RaceWins =
        Meter.CreateCounter<long>(Names.Race.Wins, "{race}", "Races that had a winner, by whose answer was taken.");

    public static readonly Counter<double> RaceLost =
        Meter.CreateCounter<double>(Names.Race.Lost.Dollars, "{USD}", "US dollars spent by runners whose answers were not taken.");

    public static readonly Counter<long> FallbackActivations =
        Meter.CreateCounter<long>(Names.Fallback.Activations, "{activation}", "Fallbacks tried.");

    public static readonly Counter<long> Timeouts =
        Meter.CreateCounter<long>(Names.Timeouts, "{timeout}", "Executions that passed their time limit.");

    public static readonly Gauge<int> CircuitBreakerState =
        Meter.CreateGauge<int>(Names.CircuitBreaker.State, unit: null, "0 closed, 1 half-open, 2 open.");

    public static readonly Counter<long> StrategiesCreated =
        Meter.CreateCounter<long>(Names.Adaptive.Strategies.Created, "{strategy}", "Strategies learned by adaptive primitives.");

    public static readonly Gauge<double> StrategySuccessRate =
        Meter.CreateGauge<double>(Names.Adaptive.Strategy.SuccessRate, unit: null, "Success rate of a strategy, 0 to 1.");

    public static readonly Counter<long> AdaptiveTrips =
        Meter.CreateCounter<long>(
            Names.Adaptive.CircuitBreaker.Activations, "{activation}", "Returns to the baseline because too much failed.");

    public static readonly Gauge<double> LearningEffectiveness =
        Meter.CreateGauge<double>(
            Names.Adaptive.Learning.Effectiveness, unit: null, "Success rate with what was learned minus the baseline's.");

    public static readonly Histogram<long> GenAiTokenUsage =
        Meter.CreateHistogram(Names.GenAi.Client.Token.Usage, "{token}", "Tokens used by a model call.", tags: null, GenAiTokens);

    public static readonly Histogram<double> GenAiDuration =
        Meter.CreateHistogram(Names.GenAi.Client.Operation.Duration, "s", "Time a model call took.", tags: null, GenAiSeconds);

    public static readonly Histogram<double> GenAiTimeToFirstChunk = Meter.CreateHistogram(
        Names.GenAi.Client.Operation.TimeToFirstChunk, "s", "Time from a streamed call's start to its first chunk.", tags: null, GenAiSeconds);

    public static readonly Histogram<double> GenAiTimePerChunk = Meter.CreateHistogram(
        Names.GenAi.Client.Operation.TimePerOutputChunk, "s", "Time from one chunk of a stream to the next.", tags: null, GenAiSeconds);

    /// <summary>Whether anybody listens to what every primitive emits. When not, primitives only run.</summary>
    public static bool Observed =>
        Source.HasListeners() || PrimitiveDuration.Enabled || PrimitiveExecutions.Enabled
        || PrimitiveErrors.Enabled || PrimitiveConnections.Enabled;
}
