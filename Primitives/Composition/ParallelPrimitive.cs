namespace Tta.Primitives;

/// <summary>Runs branches side by side on the same input and returns their results in the order of the branches.</summary>
/// <typeparam name="TIn">What each branch takes.</typeparam>
/// <typeparam name="TOut">What each branch returns.</typeparam>
/// <remarks>
/// The first branch that fails cancels the others; once all have ended, its exception surfaces, also when the caller cancels meanwhile.
/// Each branch has a copy of the state (<see cref="WorkflowContext.CopyState"/>) and shares the usage. A branch runs on the
/// caller's thread up to its first await, as with <see cref="Task.WhenAll(Task[])"/>.
/// </remarks>
public sealed class ParallelPrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut[]>
{
    private readonly WorkflowPrimitive<TIn, TOut>[] _branches;
    private readonly int _maxConcurrency;
    private readonly ParallelPrimitiveOptions _options;
    private ParallelRun<TIn, TOut>? _spare;

    /// <summary>Branches to run side by side.</summary>
    /// <param name="branches">At least one.</param>
    /// <param name="options">How to run them.</param>
    /// <exception cref="ArgumentException">There is no branch, one is null, or an option is out of range.</exception>
    public ParallelPrimitive(IEnumerable<WorkflowPrimitive<TIn, TOut>> branches, ParallelPrimitiveOptions? options = null)
        : base(PrimitiveTypes.Parallel, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(branches);
        _branches = [.. branches];
        if (_branches.Length == 0 || _branches.Contains(null!))
        {
            throw new ArgumentException("A parallel needs at least one branch, and none may be null.", nameof(branches));
        }

        _options = OptionsCheck.Valid(options ?? new ParallelPrimitiveOptions());
        _maxConcurrency = Math.Min(_options.MaxConcurrency ?? int.MaxValue, _branches.Length);
    }

    /// <summary>The branches in order.</summary>
    public IReadOnlyList<WorkflowPrimitive> Branches => _branches;

    /// <summary>The same branches under a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">The name is blank.</exception>
    public ParallelPrimitive<TIn, TOut> Named(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new ParallelPrimitive<TIn, TOut>(
            _branches, new ParallelPrimitiveOptions { Name = name, MaxConcurrency = _options.MaxConcurrency });
    }

    /// <summary>The branches for <c>|</c> to add others to.</summary>
    /// <exception cref="ArgumentException">
    /// It has a name or a limit of its own, which would come to hold for the others, too.
    /// </exception>
    internal WorkflowPrimitive<TIn, TOut>[] Open(string parameter) =>
        _options is { Name: null, MaxConcurrency: null }
            ? _branches
            : throw new ArgumentException(
                $"The parallel '{Name}' has a name or a limit of its own, so '|' adds nothing to it. "
                + "Name the parallel as a whole, after its last branch, or list all its branches in the constructor.",
                parameter);

    /// <inheritdoc/>
    protected override ValueTask<TOut[]> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken)
    {
        ParallelRun<TIn, TOut> run = Interlocked.Exchange(ref _spare, null) ?? new ParallelRun<TIn, TOut>(this, _branches);
        run.Begin(input, context, cancellationToken);
        ValueTask all = _maxConcurrency == _branches.Length ? run.AllAtOnceAsync() : run.LimitedAsync(_maxConcurrency);
        return all.IsCompletedSuccessfully ? new ValueTask<TOut[]>(End(run)) : AwaitAsync(all, run);
    }

    private async ValueTask<TOut[]> AwaitAsync(ValueTask all, ParallelRun<TIn, TOut> run)
    {
        await all.ConfigureAwait(false);
        return End(run);
    }

    private TOut[] End(ParallelRun<TIn, TOut> run)
    {
        TOut[] results = run.End();
        _spare = run;
        return results;
    }
}
