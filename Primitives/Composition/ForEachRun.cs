using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Tta.Primitives;

/// <summary>One execution of a for-each: what its items return, and how they fail.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source that has ended has nothing to release, and its token may live on.")]
internal sealed class ForEachRun<TIn, TOut>(
    WorkflowPrimitive owner,
    WorkflowPrimitive<TIn, TOut> body,
    ForEachOptions options,
    TIn[] items,
    WorkflowContext context,
    CancellationToken caller)
{
    private readonly LinkedSource _stop = new(caller);
    private readonly TOut[] _results = new TOut[items.Length];
    private readonly Lock _gate = new();
    private Dictionary<int, Exception>? _failures;
    private ExceptionDispatchInfo? _first;
    private int _next = -1;
    private volatile bool _skipped;

    /// <summary>Lets so many take items in order until none is left; the results in the order of the items.</summary>
    public async ValueTask<TOut[]> RunAsync()
    {
        long began = Stopwatch.GetTimestamp();
        var workers = new Task[Math.Min(options.MaxConcurrency, items.Length)];
        for (int i = 0; i < workers.Length; i++)
        {
            workers[i] = WorkAsync();
        }

        await Task.WhenAll(workers).ConfigureAwait(false);
        _stop.End();

        // Items measure themselves on contexts of their own. One of them was running all the time.
        context.AddChildSeconds(Stopwatch.GetElapsedTime(began).TotalSeconds);
        if (_first is { } first)
        {
            // Not masked by a cancellation that came while the other items gave way.
            Outcome.KeepAsFailure(first.SourceException, caller);
            first.Throw();
        }

        if (_skipped)
        {
            caller.ThrowIfCancellationRequested();
        }

        return _failures is null ? _results : Kept(_failures);
    }

    private TOut[] Kept(Dictionary<int, Exception> failures)
    {
        caller.ThrowIfCancellationRequested();
        if (options.OnFailure == ItemFailures.Collect || failures.Count == items.Length)
        {
            throw new ForEachException(owner.Name, items.Length, failures);
        }

        foreach ((_, Exception failure) in failures.OrderBy(one => one.Key))
        {
            Span.Note(failure);
        }

        return [.. _results.Where((_, i) => !failures.ContainsKey(i))];
    }

    private async Task WorkAsync()
    {
        for (int i = Interlocked.Increment(ref _next); i < items.Length; i = Interlocked.Increment(ref _next))
        {
            if (_stop.IsCancellationRequested)
            {
                _skipped = true;
                return;
            }

            try
            {
                _results[i] = await StartAsync(i).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                await FailedAsync(i, exception).ConfigureAwait(false);
            }
        }
    }

    private async Task FailedAsync(int index, Exception exception)
    {
        if (caller.IsCancellationRequested)
        {
            // The caller's cancellation outranks the failures that it causes.
            _skipped = true;
            return;
        }

        lock (_gate)
        {
            if (options.OnFailure != ItemFailures.Stop)
            {
                (_failures ??= []).Add(index, exception);
                return;
            }

            _first ??= ExceptionDispatchInfo.Capture(exception);
        }

        // What a callback of an item's token throws does not outrank the failure.
        await _stop.CancelByFailureAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private ValueTask<TOut> StartAsync(int index)
    {
        WorkflowContext own = context.CreateBranch();
        if (!Instruments.Observed)
        {
            return body.ExecuteAsync(items[index], own, _stop.Token);
        }

        WorkflowPrimitive.Connect(owner, body, TtaNames.Values.Connection.Parallel);
        return SpannedStep.RunAsync(
            SpanNames.Item(index), TtaNames.Values.Action.Item, index, owner, body, items[index], own, _stop.Token);
    }
}
