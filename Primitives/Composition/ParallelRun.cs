using System.Runtime.ExceptionServices;

namespace Tta.Primitives;

/// <summary>One execution of a parallel: what its branches return, and the first failure.</summary>
internal sealed class ParallelRun<TIn, TOut>(
    WorkflowPrimitive owner,
    WorkflowPrimitive<TIn, TOut>[] branches,
    TIn input,
    WorkflowContext context,
    CancellationTokenSource stop)
{
    private readonly TOut[] _results = new TOut[branches.Length];
    private ExceptionDispatchInfo? _first;
    private int _next = -1;
    private volatile bool _skipped;

    /// <summary>Starts every branch and waits until all have ended.</summary>
    public async ValueTask AllAtOnceAsync()
    {
        List<Task>? pending = null;
        for (int i = 0; i < branches.Length; i++)
        {
            if (stop.IsCancellationRequested)
            {
                _skipped = true;
                break;
            }

            ValueTask branch = RunAsync(i);
            if (!branch.IsCompletedSuccessfully)
            {
                (pending ??= new List<Task>(branches.Length)).Add(branch.AsTask());
            }
        }

        if (pending is not null)
        {
            await Task.WhenAll(pending).ConfigureAwait(false);
        }
    }

    /// <summary>Lets <paramref name="workers"/> take branches in order until none is left.</summary>
    public Task LimitedAsync(int workers)
    {
        var running = new Task[workers];
        for (int i = 0; i < workers; i++)
        {
            running[i] = WorkAsync();
        }

        return Task.WhenAll(running);
    }

    /// <summary>The results in branch order, or the first failure.</summary>
    public TOut[] Results(CancellationToken cancellationToken)
    {
        if (_first is not null || _skipped)
        {
            // The caller's cancellation outranks the failures it causes in the branches.
            cancellationToken.ThrowIfCancellationRequested();
            _first?.Throw();
        }

        return _results;
    }

    private async Task WorkAsync()
    {
        for (int i = Interlocked.Increment(ref _next); i < branches.Length; i = Interlocked.Increment(ref _next))
        {
            if (stop.IsCancellationRequested)
            {
                _skipped = true;
                return;
            }

            await RunAsync(i).ConfigureAwait(false);
        }
    }

    /// <summary>Runs one branch; never throws.</summary>
    private async ValueTask RunAsync(int index)
    {
        try
        {
            WorkflowContext own = context.CreateBranch();
            _results[index] = await StartAsync(index, own).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _first, ExceptionDispatchInfo.Capture(exception), null);
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private ValueTask<TOut> StartAsync(int index, WorkflowContext own)
    {
        if (!Instruments.Observed)
        {
            return branches[index].ExecuteAsync(input, own, stop.Token);
        }

        WorkflowPrimitive.Connect(owner, branches[index], TtaNames.Values.Connection.Parallel);
        return SpannedStep.RunAsync(
            SpanNames.Branch(index), TtaNames.Values.Action.Branch, index, owner, branches[index], input, own, stop.Token);
    }
}
