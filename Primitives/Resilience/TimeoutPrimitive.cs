using Polly;
using Polly.Timeout;
using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>Cancels a primitive that runs too long.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
/// <remarks>
/// Rests on Polly's timeout strategy and is cooperative like it: the inner primitive's token is cancelled, and the time-out surfaces once
/// the primitive has given way. A context whose deadline comes before the limit shortens it; that, and
/// <see cref="WorkflowTimeoutException"/> in place of Polly's own exception, is what it adds.
/// </remarks>
public sealed class TimeoutPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private static readonly ResiliencePropertyKey<TimeSpan> LimitKey = new("tta.limit");
    private static readonly ResiliencePropertyKey<bool> PassedKey = new("tta.passed");

    private readonly WorkflowPrimitive<TIn, TOut> _inner;
    private readonly WorkflowPrimitive<TIn, TOut>? _fallback;
    private readonly TimeoutOptions _options;
    private readonly ResiliencePipeline _pipeline;

    /// <summary>Limits a primitive's time.</summary>
    /// <param name="inner">What may take long.</param>
    /// <param name="options">How long.</param>
    /// <param name="fallback">Runs instead of failing when the limit is passed, if given.</param>
    /// <exception cref="ArgumentException">An argument is null or an option is out of range.</exception>
    public TimeoutPrimitive(
        WorkflowPrimitive<TIn, TOut> inner, TimeoutOptions? options = null, WorkflowPrimitive<TIn, TOut>? fallback = null)
        : base(PrimitiveTypes.Timeout, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(inner);
        _inner = inner;
        _fallback = fallback;
        _options = OptionsCheck.Valid(options ?? new TimeoutOptions());
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = _options.TimeProvider }
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = arguments => new(arguments.Context.Properties.GetValue(LimitKey, _options.Limit)),
                OnTimeout = arguments =>
                {
                    arguments.Context.Properties.Set(PassedKey, true);
                    return default;
                },
            })
            .Build();
    }

    /// <inheritdoc/>
    protected override async ValueTask<TOut> ExecuteCoreAsync(
        TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        TimeSpan limit = LimitFor(context);
        if (limit <= TimeSpan.Zero)
        {
            return await PassedAsync(TimeSpan.Zero, null, input, context, cancellationToken).ConfigureAwait(false);
        }

        Outcome<TOut> outcome;
        bool passed;
        ResilienceContext resilience = ResilienceContextPool.Shared.Get(false, cancellationToken);
        try
        {
            if (limit != _options.Limit)
            {
                resilience.Properties.Set(LimitKey, limit);
            }

            outcome = await _pipeline.ExecuteOutcomeAsync(RunAsync, resilience, (_inner, input, context)).ConfigureAwait(false);
            passed = resilience.Properties.GetValue(PassedKey, false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(resilience);
        }

        if (passed && outcome.Exception is TimeoutRejectedException rejected)
        {
            return await PassedAsync(limit, rejected.InnerException, input, context, cancellationToken).ConfigureAwait(false);
        }

        outcome.ThrowIfException();
        return outcome.Result!;
    }

    private static async ValueTask<Outcome<TOut>> RunAsync(
        ResilienceContext resilience, (WorkflowPrimitive<TIn, TOut> Inner, TIn Input, WorkflowContext Context) call)
    {
        try
        {
            return Polly.Outcome.FromResult(
                await call.Inner.ExecuteAsync(call.Input, call.Context, resilience.CancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception)
        {
            return Polly.Outcome.FromException<TOut>(exception);
        }
    }

    private TimeSpan LimitFor(WorkflowContext context)
    {
        if (context.Deadline is not { } deadline)
        {
            return _options.Limit;
        }

        TimeSpan left = deadline - _options.TimeProvider.GetUtcNow();
        return left < _options.Limit ? left : _options.Limit;
    }

    private ValueTask<TOut> PassedAsync(
        TimeSpan limit, Exception? inner, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        Instruments.Timeouts.Add(1, new KeyValuePair<string, object?>(Labels.PrimitiveName, Name));
        if (_fallback is null)
        {
            throw new WorkflowTimeoutException(Name, limit, inner);
        }

        Connect(this, _fallback, TtaNames.Values.Connection.Fallback);
        return SpannedStep.RunAsync(
            SpanNames.Fallback(1), TtaNames.Values.Action.Fallback, 0, this, _fallback, input, context, cancellationToken);
    }
}
