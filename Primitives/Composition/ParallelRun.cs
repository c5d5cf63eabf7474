using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Tta.Primitives;

/// <summary>One execution of a parallel: what its branches return, and the first failure. Used again when nothing was cancelled.</summary>
internal sealed class ParallelRun<TIn, TOut>(WorkflowPrimitive owner, WorkflowPrimitive<TIn, TOut>[] branches) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenRegistration _link;
    private long _began;
    private TIn _input = default!;
    private WorkflowContext _context = null!;
    private TOut[] _results = [];
    private ExceptionDispatchInfo? _first;
    private int _next;
    private volatile bool _skipped;

    public void Begin(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        _began = Instruments.PrimitiveOwn.Enabled ? Stopwatch.GetTimestamp() : 0;
        _input = input;
        _context = context;
        _results = new TOut[branches.Length];
        _next = -1;
        _link = cancellationToken.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
    }

    /// <summary>Starts every branch; done when all have ended.</summary>
    public ValueTask AllAtOnceAsync()
    {
        List<Task>? pending = null;
        for (int i = 0; i < branches.Length; i++)
        {
            if (_stop.IsCancellationRequested)
            {
                _skipped = true;
                break;
            }

            ValueTask<TOut> branch = StartAsync(i);
            if (branch.IsCompletedSuccessfully)
            {
                _results[i] = branch.Result;
            }
            else
            {
                (pending ??= new List<Task>(branches.Length)).Add(AwaitAsync(i, branch));
            }
        }

        return pending is null ? default : new ValueTask(Task.WhenAll(pending));
    }

    /// <summary>Lets <paramref name="workers"/> take branches in order until none is left.</summary>
    public ValueTask LimitedAsync(int workers)
    {
        var running = new Task[workers];
        for (int i = 0; i < workers; i++)
        {
            running[i] = WorkAsync();
        }

        return new ValueTask(Task.WhenAll(running));
    }

    /// <summary>The results in branch order, or the first failure.</summary>
    /// <returns>Whether the run can be used again.</returns>
    public bool End(CancellationToken cancellationToken, out TOut[] results)
    {
        _link.Dispose();
        if (_began != 0)
        {
            // Branches measure themselves on contexts of their own. One of them was running all the time.
            _context.AddChildSeconds(Stopwatch.GetElapsedTime(_began).TotalSeconds);
        }

        results = _results;
        if (_first is null && !_skipped && _stop.TryReset())
        {
            // Nothing of this execution stays reachable.
            _input = default!;
            _context = null!;
            _results = [];
            return true;
        }

        Dispose();
        if (_first is not null || _skipped)
        {
            // The caller's cancellation outranks the failures it causes in the branches.
            cancellationToken.ThrowIfCancellationRequested();
            _first?.Throw();
        }

        return false;
    }

    public void Dispose()
    {
        _link.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        for (int i = Interlocked.Increment(ref _next); i < branches.Length; i = Interlocked.Increment(ref _next))
        {
            if (_stop.IsCancellationRequested)
            {
                _skipped = true;
                return;
            }

            await AwaitAsync(i, StartAsync(i)).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for a branch; never throws.</summary>
    private async Task AwaitAsync(int index, ValueTask<TOut> branch)
    {
        try
        {
            _results[index] = await branch.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref _first, ExceptionDispatchInfo.Capture(exception), null);
            await _stop.CancelAsync().ConfigureAwait(false);
        }
    }

    private ValueTask<TOut> StartAsync(int index)
    {
        WorkflowContext own = _context.CreateBranch();
        if (!Instruments.Observed)
        {
            return branches[index].ExecuteAsync(_input, own, _stop.Token);
        }

        WorkflowPrimitive.Connect(owner, branches[index], TtaNames.Values.Connection.Parallel);
        return SpannedStep.RunAsync(
            SpanNames.Branch(index), TtaNames.Values.Action.Branch, index, owner, branches[index], _input, own, _stop.Token);
    }
}
