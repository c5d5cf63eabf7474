using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Keys = Tta.Primitives.TtaNames.Attributes;
using Labels = Tta.Primitives.TtaNames.Labels;
using Status = Tta.Primitives.TtaNames.Values.Status;

namespace Tta.Primitives;

/// <summary>The root of one workflow execution: its span, and its metrics, recorded exactly once.</summary>
/// <remarks>
/// HTTP calls made inside take the trace along by themselves, and the context where a <see cref="WorkflowPropagationHandler"/> allows it.
/// An execution that is disposed without a verdict counts as failed. A context is for one execution; a second one on it, once the first
/// has ended, begins a trace of its own.
/// </remarks>
public sealed class WorkflowExecution : IDisposable
{
    private static readonly WorkflowExecutionOptions Defaults = new();

    private readonly Activity? _activity;
    private readonly KeyValuePair<string, object?>[] _labels;
    private readonly KeyValuePair<string, object?>[] _activeLabels;
    private readonly string _agentType;
    private readonly decimal _costBefore;
    private readonly long _started;
    private int _ended;

    private WorkflowExecution(WorkflowContext context, WorkflowExecutionOptions options)
    {
        Context = context;
        string name = context.WorkflowLabel;
        _agentType = context.Identity.AgentTypeLabel;
        _labels = [new(Labels.WorkflowName, name), new(Labels.WorkflowType, options.WorkflowType)];
        _activeLabels = [new(Labels.WorkflowName, name), new(Labels.AgentType, _agentType)];
        _costBefore = context.Usage.Snapshot().CostUsd;
        _started = Stopwatch.GetTimestamp();
        _activity = Instruments.Source.HasListeners()
            ? context.StartRoot(options.SpanName, _started)
            : null;
        Instruments.WorkflowsActive.Add(1, _activeLabels);
    }

    /// <summary>The execution's context.</summary>
    public WorkflowContext Context { get; }

    /// <summary>Opens an execution; dispose it when the workflow has ended.</summary>
    /// <param name="context">The execution's context.</param>
    /// <param name="options">How it shows.</param>
    /// <exception cref="ArgumentException">No <paramref name="context"/>, or an option is blank.</exception>
    public static WorkflowExecution Start(WorkflowContext context, WorkflowExecutionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new WorkflowExecution(context, Checked(options));
    }

    private static WorkflowExecutionOptions Checked(WorkflowExecutionOptions? options)
    {
        options ??= Defaults;
        ArgumentException.ThrowIfNullOrWhiteSpace(options.SpanName, nameof(options));
        ArgumentException.ThrowIfNullOrWhiteSpace(options.WorkflowType, nameof(options));
        return options;
    }

    /// <summary>Runs a workflow inside an execution of its own.</summary>
    /// <typeparam name="TOut">What it returns.</typeparam>
    /// <param name="context">The execution's context.</param>
    /// <param name="workflow">What to run.</param>
    /// <param name="options">How it shows.</param>
    /// <param name="cancellationToken">Cancels the workflow.</param>
    /// <returns>What the workflow returned.</returns>
    /// <exception cref="ArgumentException">An argument is null, or an option is blank.</exception>
    public static async Task<TOut> RunAsync<TOut>(
        WorkflowContext context,
        Func<WorkflowContext, CancellationToken, ValueTask<TOut>> workflow,
        WorkflowExecutionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        using WorkflowExecution execution = Start(context, options);
        try
        {
            TOut output = await workflow(context, cancellationToken).ConfigureAwait(false);
            execution.Succeed();
            return output;
        }
        catch (Exception exception)
        {
            execution.Fail(exception, cancellationToken);
            throw;
        }
    }

    /// <summary>Runs a workflow that streams, inside an execution of its own that ends when the stream does.</summary>
    /// <param name="context">The execution's context.</param>
    /// <param name="workflow">What to run.</param>
    /// <param name="options">How it shows.</param>
    /// <param name="cancellationToken">Cancels the workflow.</param>
    /// <returns>What the workflow streams. It begins with the first read; a reader that stops early has cancelled it.</returns>
    /// <exception cref="ArgumentException">An argument is null, or an option is blank.</exception>
    public static IAsyncEnumerable<ChatResponseUpdate> StreamAsync(
        WorkflowContext context,
        Func<WorkflowContext, CancellationToken, ValueTask<LlmStream>> workflow,
        WorkflowExecutionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return StreamAsync<ChatResponseUpdate>(
            context, async (c, stop) => await workflow(c, stop).ConfigureAwait(false), options, cancellationToken);
    }

    /// <typeparam name="T">What is streamed.</typeparam>
    /// <inheritdoc cref="StreamAsync(WorkflowContext, Func{WorkflowContext, CancellationToken, ValueTask{LlmStream}}, WorkflowExecutionOptions?, CancellationToken)"/>
    public static IAsyncEnumerable<T> StreamAsync<T>(
        WorkflowContext context,
        Func<WorkflowContext, CancellationToken, ValueTask<IAsyncEnumerable<T>>> workflow,
        WorkflowExecutionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(workflow);
        return StreamedAsync(context, workflow, Checked(options), cancellationToken);
    }

    private static async IAsyncEnumerable<T> StreamedAsync<T>(
        WorkflowContext context,
        Func<WorkflowContext, CancellationToken, ValueTask<IAsyncEnumerable<T>>> workflow,
        WorkflowExecutionOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var execution = new WorkflowExecution(context, options);
        IAsyncEnumerator<T>? reader = null;
        try
        {
            while (true)
            {
                T next;
                try
                {
                    reader ??= (await workflow(context, cancellationToken).ConfigureAwait(false)).GetAsyncEnumerator(cancellationToken);
                    if (!await reader.MoveNextAsync().ConfigureAwait(false))
                    {
                        execution.Succeed();
                        break;
                    }

                    next = reader.Current;
                }
                catch (Exception exception)
                {
                    execution.Fail(exception, cancellationToken);
                    throw;
                }

                yield return next;
            }
        }
        finally
        {
            // What the stream took counts before its execution ends.
            if (reader is not null)
            {
                await reader.DisposeAsync().ConfigureAwait(false);
            }

            execution.End(Status.Cancelled, exception: null);
        }
    }

    /// <summary>The workflow returned. Only the first verdict counts.</summary>
    public void Succeed() => End(Status.Success, exception: null);

    /// <summary>The workflow ended in an exception. Only the first verdict counts.</summary>
    /// <param name="exception">What it ended in.</param>
    /// <param name="cancellationToken">The workflow's token: a cancellation through it is not an error.</param>
    /// <exception cref="ArgumentNullException">No <paramref name="exception"/>.</exception>
    public void Fail(Exception exception, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(exception);
        End(Outcome.Of(exception, cancellationToken), exception);
    }

    /// <summary>Ends the execution; without a verdict it counts as failed.</summary>
    public void Dispose() => End(Status.Failed, exception: null);

    private void End(string status, Exception? exception)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        double seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds;
        Instruments.WorkflowDuration.Record(seconds, [.. _labels, new(Labels.Status, status)]);
        Instruments.WorkflowExecutions.Add(
            1, [.. _labels, new(Labels.Status, status), new(Labels.AgentType, _agentType)]);
        Instruments.WorkflowsActive.Add(-1, _activeLabels);
        MeasureCost();
        if (status == Status.Failed)
        {
            FailureOrigin origin = exception is null ? new(TtaNames.Values.Unknown, TtaNames.Values.Cause.Error) : FailureOrigin.Of(exception);
            Instruments.WorkflowFailures.Add(
                1, _labels[0], new(Labels.PrimitiveName, origin.PrimitiveName), new(Labels.Cause, origin.Cause));
        }

        if (_activity is null)
        {
            return;
        }

        _activity.SetTag(Keys.Execution.Status, status);
        _activity.SetTag(Keys.Execution.DurationMs, Boxed.Milliseconds(seconds));
        if (status == Status.Failed)
        {
            if (exception is null)
            {
                _activity.SetStatus(ActivityStatusCode.Error);
            }
            else
            {
                SensitiveData.SetStatus(_activity, exception, Outcome.TypeOf(exception));
                SensitiveData.AddEvent(_activity, exception);
            }
        }

        _activity.Stop();
        Context.EndRoot(_activity);
    }

    /// <summary>What its calls cost, and those of other processes that were added to its usage.</summary>
    private void MeasureCost()
    {
        if (!Instruments.WorkflowCost.Enabled)
        {
            return;
        }

        UsageSnapshot usage = Context.Usage.Snapshot();
        if (usage.Calls > usage.UnpricedCalls)
        {
            Instruments.WorkflowCost.Add((double)(usage.CostUsd - _costBefore), _activeLabels);
        }
    }
}
