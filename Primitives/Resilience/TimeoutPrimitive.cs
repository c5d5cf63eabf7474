using System.Diagnostics;
using Keys = Tta.Primitives.TtaNames.Attributes;
using Labels = Tta.Primitives.TtaNames.Labels;

namespace Tta.Primitives;

/// <summary>Cancels a primitive that runs too long.</summary>
/// <typeparam name="TIn">What it takes.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
/// <remarks>
/// Cooperative: the inner primitive's token is cancelled, and the time-out surfaces once the primitive has given way, whatever exception
/// it does so with. A result that comes late all the same is returned; it counts as a time-out, and its span says <c>timeout.late</c>.
/// A context whose deadline comes before the limit shortens it. Not on Polly's time-out strategy: that one goes by the exception's type,
/// and hands the token of one execution to the next.
/// </remarks>
public sealed class TimeoutPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private readonly WorkflowPrimitive<TIn, TOut> _inner;
    private readonly WorkflowPrimitive<TIn, TOut>? _fallback;
    private readonly TimeoutOptions _options;

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
    }

    /// <inheritdoc/>
    protected override async ValueTask<TOut> ExecuteCoreAsync(
        TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        TimeSpan limit = LimitFor(context);
        if (limit <= TimeSpan.Zero)
        {
            var late = new WorkflowTimeoutException(Name, _options.Limit, context.Deadline, inner: null, started: false);
            return await PassedAsync(late, input, context, cancellationToken).ConfigureAwait(false);
        }

        WorkflowTimeoutException passed;
        var work = new TimeLimit(limit, _options.TimeProvider, cancellationToken);
        try
        {
            TOut output = await _inner.ExecuteAsync(input, context, work.Token).ConfigureAwait(false);
            if (work.LimitPassed)
            {
                Late();
            }

            return output;
        }
        catch (Exception exception) when (work.LimitPassed)
        {
            passed = new WorkflowTimeoutException(Name, limit, limit < _options.Limit ? context.Deadline : null, exception);
        }
        finally
        {
            work.End();
        }

        return await PassedAsync(passed, input, context, cancellationToken).ConfigureAwait(false);
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
        WorkflowTimeoutException passed, TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        Count();
        if (_fallback is null)
        {
            // The caller may have left since; the limit was first.
            Outcome.KeepAsFailure(passed, cancellationToken);
            return ValueTask.FromException<TOut>(passed);
        }

        Instruments.FallbackActivations.Add(1, new(Labels.PrimitiveName, Name), new(Labels.FallbackName, _fallback.Name));
        Connect(this, _fallback, TtaNames.Values.Connection.Fallback);
        return SpannedStep.RunAsync(
            SpanNames.Fallback(1), TtaNames.Values.Action.Fallback, 0, this, _fallback, input, context, cancellationToken);
    }

    /// <summary>The work ignored its token and returned after the limit.</summary>
    private void Late()
    {
        Count();
        if (Activity.Current is { } activity && Type.Equals(activity.GetTagItem(Keys.Primitive.Type)))
        {
            activity.SetTag(Keys.Timeout.Late, Boxed.True);
        }
    }

    private void Count() => Instruments.Timeouts.Add(1, new KeyValuePair<string, object?>(Labels.PrimitiveName, Name));
}
