namespace Tta.Primitives;

/// <summary>
/// A piece of a workflow that takes a <typeparamref name="TIn"/>, returns a <typeparamref name="TOut"/>, and traces and measures itself.
/// </summary>
/// <typeparam name="TIn">What it takes. It is never changed.</typeparam>
/// <typeparam name="TOut">What it returns.</typeparam>
/// <remarks>
/// Each execution emits the span <c>primitive.{type}.execute</c>, one count and one duration. An exception that leaves it is recorded on
/// its span once and passed on; a cancellation by the caller is not an error. When nobody listens, nothing is emitted or allocated.
/// </remarks>
public abstract class WorkflowPrimitive<TIn, TOut> : WorkflowPrimitive
{
    /// <summary>Names the primitive.</summary>
    /// <param name="type">Its kind, in snake case; part of the span's name.</param>
    /// <param name="name">Its own name; a metric label. Default: <paramref name="type"/>.</param>
    /// <exception cref="ArgumentException">A name is blank.</exception>
    protected WorkflowPrimitive(string type, string? name = null)
        : base(type, name)
    {
    }

    /// <summary>Runs the primitive.</summary>
    /// <param name="input">What to work on.</param>
    /// <param name="context">The execution that this is part of.</param>
    /// <param name="cancellationToken">Cancels the execution.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ArgumentNullException">No <paramref name="context"/>.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<TOut> ExecuteAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ExecutionContext? before = ExecutionContext.Capture();
        ValueTask<TOut> execution;
        if (Instruments.Observed)
        {
            execution = ExecuteObservedAsync(input, context, cancellationToken);
        }
        else if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TOut>(cancellationToken);
        }
        else
        {
            try
            {
                execution = ExecuteUnobservedAsync(input, context, cancellationToken);
            }
            catch (Exception exception)
            {
                // A core that is not async throws at the call; the caller finds the exception in the task either way.
                execution = ValueTask.FromException<TOut>(exception);
            }
        }

        // As with an async method, an AsyncLocal that is set inside does not reach the caller, whether anybody listens or not.
        if (before != ExecutionContext.Capture() && before is not null)
        {
            ExecutionContext.Restore(before);
        }

        return execution;
    }

    /// <summary>
    /// The same as the last thing that another primitive does, whose own execution turns what is thrown into a task and lets no AsyncLocal
    /// out: twice would be no better.
    /// </summary>
    internal ValueTask<TOut> ExecuteLastAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        Instruments.Observed ? ExecuteObservedAsync(input, context, cancellationToken)
        : cancellationToken.IsCancellationRequested ? ValueTask.FromCanceled<TOut>(cancellationToken)
        : ExecuteUnobservedAsync(input, context, cancellationToken);

    /// <summary>Does the work. The base class has opened the span and will count, time and close it.</summary>
    /// <param name="input">What to work on; not to be changed.</param>
    /// <param name="context">The execution that this is part of.</param>
    /// <param name="cancellationToken">Cancels the execution.</param>
    /// <returns>The result.</returns>
    protected abstract ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken);

    /// <summary>The same work when nobody listens to what every primitive emits; for cores that would ask again.</summary>
    private protected virtual ValueTask<TOut> ExecuteUnobservedAsync(
        TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        ExecuteCoreAsync(input, context, cancellationToken);

    // Not async as a whole: most executions end at once, and a state machine would be a tenth of what their telemetry costs.
    private ValueTask<TOut> ExecuteObservedAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        Span span = StartSpan(context);
        ValueTask<TOut> core;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            core = ExecuteCoreAsync(input, context, cancellationToken);
        }
        catch (Exception exception)
        {
            Failed(span, context, exception, cancellationToken);
            return ValueTask.FromException<TOut>(exception);
        }

        if (!core.IsCompletedSuccessfully)
        {
            ValueTask<TOut> rest = AwaitObservedAsync(core, span, context, cancellationToken);
            span.Leave();
            return rest;
        }

        TOut output = core.Result;
        Succeeded(span, context);
        return new ValueTask<TOut>(output);
    }

    private async ValueTask<TOut> AwaitObservedAsync(
        ValueTask<TOut> core, Span span, WorkflowContext context, CancellationToken cancellationToken)
    {
        TOut output;
        try
        {
            output = await core.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Failed(span, context, exception, cancellationToken);
            throw;
        }

        Succeeded(span, context);
        return output;
    }
}
