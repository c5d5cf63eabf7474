using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Tta.Primitives;

/// <summary>
/// One execution of a parallel: what its branches return, and the first failure. Used again when nothing was cancelled, but for the token:
/// a branch may keep it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A source that has ended has nothing to release, and its token may live on.")]
internal sealed class ParallelRun<TIn, TOut>(WorkflowPrimitive owner, WorkflowPrimitive<TIn, TOut>[] branches)
{
    private LinkedSource _stop = null!;
    private long _began;
    private TIn _input = default!;
    private WorkflowContext _context = null!;
    private CancellationToken _caller;
    private TOut[] _results = [];
    private Failure? _first;
    private int _next;
    private volatile bool _skipped;

    public void Begin(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        _began = Instruments.PrimitiveOwn.Enabled ? Stopwatch.GetTimestamp() : 0;
        _input = input;
        _context = context;
        _caller = cancellationToken;
        _results = new TOut[branches.Length];
        _next = -1;
        _stop = new LinkedSource(cancellationToken);
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

    /// <summary>The results in branch order; throws the first failure.</summary>
    public TOut[] End()
    {
        _stop.End();
        if (_began != 0)
        {
            // Branches measure themselves on contexts of their own. One of them was running all the time.
            _context.AddChildSeconds(Stopwatch.GetElapsedTime(_began).TotalSeconds);
        }

        TOut[] results = _results;
        if (_first is { BeforeTheCaller: true } failure)
        {
            // Not masked by a cancellation that came while the other branches gave way.
            Outcome.KeepAsFailure(failure.Exception.SourceException, _caller);
            failure.Exception.Throw();
        }

        if (_first is not null || _skipped)
        {
            // The caller's cancellation outranks the failures it causes in the branches.
            _caller.ThrowIfCancellationRequested();
        }

        // Nothing of this execution stays reachable.
        _stop = null!;
        _input = default!;
        _context = null!;
        _caller = default;
        _results = [];
        return results;
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
            var failure = new Failure(ExceptionDispatchInfo.Capture(exception), BeforeTheCaller: !_caller.IsCancellationRequested);
            Interlocked.CompareExchange(ref _first, failure, null);

            // What a callback of a branch's token throws does not outrank the failure.
            await _stop.CancelByFailureAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    /// <summary>The first failure, and whether the caller's cancellation had nothing to do with it.</summary>
    private sealed record Failure(ExceptionDispatchInfo Exception, bool BeforeTheCaller);
}
