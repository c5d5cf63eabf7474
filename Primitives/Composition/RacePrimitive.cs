namespace Tta.Primitives;

/// <summary>Runs several primitives on the same input and returns the first good answer; with a delay between them, a hedge.</summary>
/// <typeparam name="TIn">What each takes.</typeparam>
/// <typeparam name="TOut">What each returns.</typeparam>
/// <remarks>
/// Once there is one, the others are cancelled, and the race waits until they have given way: what they used until then is the execution's,
/// and is counted as lost (<c>tta.race.lost.dollars</c>). Each runner has a copy of the state (<see cref="WorkflowContext.CopyState"/>),
/// which ends with it. When no answer is good, that is a <see cref="RaceLostException"/>.
/// </remarks>
public sealed class RacePrimitive<TIn, TOut> : WorkflowPrimitive<TIn, TOut>
{
    private readonly WorkflowPrimitive<TIn, TOut>[] _runners;
    private readonly Func<TOut, bool>? _isGood;
    private readonly RaceOptions _options;

    /// <summary>Runners that race.</summary>
    /// <param name="runners">At least one, in the order in which they begin.</param>
    /// <param name="options">When they begin.</param>
    /// <param name="isGood">Whether an answer may win. Default: every one.</param>
    /// <exception cref="ArgumentException">There is no runner, one is null, or an option is out of range.</exception>
    public RacePrimitive(
        IEnumerable<WorkflowPrimitive<TIn, TOut>> runners, RaceOptions? options = null, Func<TOut, bool>? isGood = null)
        : base(PrimitiveTypes.Race, options?.Name)
    {
        ArgumentNullException.ThrowIfNull(runners);
        _runners = [.. runners];
        if (_runners.Length == 0 || _runners.Contains(null!))
        {
            throw new ArgumentException("A race needs at least one runner, and none may be null.", nameof(runners));
        }

        _options = OptionsCheck.Valid(options ?? new RaceOptions());
        _isGood = isGood;
    }

    /// <inheritdoc/>
    protected override ValueTask<TOut> ExecuteCoreAsync(TIn input, WorkflowContext context, CancellationToken cancellationToken) =>
        new RaceRun<TIn, TOut>(this, _runners, _options, _isGood, input, context, cancellationToken).RunAsync();
}
