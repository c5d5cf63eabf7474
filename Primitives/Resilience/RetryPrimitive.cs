using Polly;
using Polly.Retry;
using Keys = Tta.Primitives.TtaNames.Attributes;
using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>Runs a primitive again when it fails, with growing waits in between; when it keeps failing, the last exception surfaces.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
/// <remarks>
/// Rests on Polly's retry strategy, with two differences: the first try does not go through the pipeline, so that success costs next to
/// nothing; and the waits are the library's own, because Polly neither varies the factor nor bounds a wait that a server asked for
/// (<see cref="IRetryAfter"/>) by the maximum, nor keeps the back-off where a shorter wait was asked for. A wait that would pass the
/// context's deadline is not begun.
/// </remarks>
public sealed class RetryPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private static readonly ResiliencePropertyKey<WorkflowContext> ContextKey = new("tta.workflow");
    private static readonly ResiliencePropertyKey<TimeSpan> WaitKey = new("tta.wait");

    private readonly WorkflowPrimitive<TIn, TOut> _inner;
    private readonly RetryOptions _options;
    private readonly ResiliencePipeline? _pipeline;

    /// <summary>Retries a primitive.</summary>
    /// <param name="inner">What may fail.</param>
    /// <param name="options">When and how often to try again.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is out of range.</exception>
    public RetryPrimitive(WorkflowPrimitive<TIn, TOut> inner, RetryOptions? options = null)
        : base(PrimitiveTypes.Retry, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _options = OptionsCheck.Valid(options ?? new RetryOptions());
        _pipeline = _options.MaxRetries == 0 ? null : BuildPipeline();
    }

    /// <inheritdoc/>
    protected override ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        ValueTask<TOut> first = AttemptAsync(1, input, context, cancellationToken);
        return first.IsCompletedSuccessfully || _pipeline is null ? first : RetryAsync(first, input, context, cancellationToken);
    }

    private async ValueTask<TOut> RetryAsync(
        ValueTask<TOut> first, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        var run = new Run(this, input, context, first);
        ResilienceContext resilience = ResilienceContextPool.Shared.Get(false, cancellationToken);
        try
        {
            resilience.Properties.Set(ContextKey, context);
            Outcome<TOut> outcome = await _pipeline!.ExecuteOutcomeAsync(
                static (resilience, run) => run.NextAsync(resilience.CancellationToken), resilience, run).ConfigureAwait(false);
            if (run.Attempts == 0)
            {
                // Cancelled before Polly asked for anything: the first try is under way all the same, and is waited for.
                return await first.ConfigureAwait(false);
            }

            outcome.ThrowIfException();
            return outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(resilience);
        }
    }

    private protected override ValueTask<TOut> ExecuteUnobservedAsync(
        TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        ValueTask<TOut> first = _inner.ExecuteAsync(input, context, cancellationToken);
        return first.IsCompletedSuccessfully || _pipeline is null ? first : RetryAsync(first, input, context, cancellationToken);
    }

    private ValueTask<TOut> AttemptAsync(int number, TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        Instruments.Observed || Instruments.RetryAttempts.Enabled
            ? ObservedAttemptAsync(number, input, context, cancellationToken)
            : _inner.ExecuteAsync(input, context, cancellationToken);

    private ValueTask<TOut> ObservedAttemptAsync(
        int number, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        Span span = Span.Start(
            SpanNames.Attempt(number),
            this,
            TtaNames.Values.Action.Attempt,
            context,
            first: new(Keys.Retry.Attempt, Boxed.Of(number)));
        ValueTask<TOut> work = _inner.ExecuteAsync(input, context, cancellationToken);
        if (!work.IsCompletedSuccessfully)
        {
            ValueTask<TOut> rest = AwaitAttemptAsync(number, work, span, cancellationToken);
            span.Leave();
            return rest;
        }

        TOut output = work.Result;
        CountRetry(number, TtaNames.Values.Status.Success);
        span.Succeed();
        return new ValueTask<TOut>(output);
    }

    private async ValueTask<TOut> AwaitAttemptAsync(int number, ValueTask<TOut> work, Span span, CancellationToken cancellationToken)
    {
        TOut output;
        try
        {
            output = await work.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            CountRetry(number, Outcome.Of(exception, cancellationToken));
            span.Fail(exception, cancellationToken);
            throw;
        }

        CountRetry(number, TtaNames.Values.Status.Success);
        span.Succeed();
        return output;
    }

    private void CountRetry(int number, string outcome)
    {
        if (number > 1)
        {
            Instruments.RetryAttempts.Add(1, new(Labels.PrimitiveName, Name), new(Labels.Outcome, outcome));
        }
    }

    private ResiliencePipeline BuildPipeline()
    {
        var strategy = new RetryStrategyOptions
        {
            MaxRetryAttempts = _options.MaxRetries,
            ShouldHandle = arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is { } failure
                && !arguments.Context.CancellationToken.IsCancellationRequested
                && (_options.ShouldRetry?.Invoke(failure) ?? RetryOptions.IsWorthRetrying(failure))
                && PlanWait(arguments.Context, arguments.AttemptNumber, failure)),
            DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(arguments.Context.Properties.GetValue(WaitKey, TimeSpan.Zero)),
        };
        return new ResiliencePipelineBuilder { TimeProvider = _options.TimeProvider }.AddRetry(strategy).Build();
    }

    /// <summary>Draws the wait before the next try; false when it would end after the deadline.</summary>
    private bool PlanWait(ResilienceContext resilience, int attempt, Exception failure)
    {
        TimeSpan wait = RetrySchedule.Delay(_options, attempt, failure);
        resilience.Properties.Set(WaitKey, wait);
        return !resilience.Properties.TryGetValue(ContextKey, out WorkflowContext? context)
            || context.Deadline is not { } deadline
            || _options.TimeProvider.GetUtcNow() + wait < deadline;
    }

    /// <summary>One execution as Polly sees it: the first outcome is there already, the others are made when asked for.</summary>
    private sealed class Run(RetryPrimitive<TIn, TOut> owner, TIn input, WorkflowContext context, ValueTask<TOut> first)
    {
        public int Attempts { get; private set; }

        public async ValueTask<Outcome<TOut>> NextAsync(CancellationToken cancellationToken)
        {
            Attempts++;
            try
            {
                ValueTask<TOut> attempt = Attempts == 1 ? first : owner.AttemptAsync(Attempts, input, context, cancellationToken);
                return Polly.Outcome.FromResult(await attempt.ConfigureAwait(false));
            }
            catch (Exception exception)
            {
                return Polly.Outcome.FromException<TOut>(exception);
            }
        }
    }
}
